import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { readWorkerQueues, type WorkerQueues } from '../core/worker-queues.ts';
import { stateFolder } from '../grading/state-folder.ts';
import { startOfProcess } from '../storage/process-start.ts';
import { removeStack, writeStack } from '../storage/stack-state.ts';
import { connectClient } from './connection.ts';
import { keepHistories } from './namespace.ts';
import { serverProgram, workerPrograms } from './stack-programs.ts';
import { Supervised } from './supervised.ts';
import type { ServerPlace } from './temporal-server.ts';
import { answers, ownServer, serverAddress } from './temporal-server.ts';

/** All that a machine of one's own needs. */
const everything: WorkerQueues = { orchestration: true, grading: true, generation: 'any' };

/**
 * The local stack: server and three workers, each started again when it dies; or, with queues named as an argument, the workers for these alone, for a server
 * that runs elsewhere. Ends, in order, by SIGTERM or SIGINT.
 */
class Stack {
  private readonly home = stateFolder();
  private readonly logs = path.join(this.home, 'logs');
  private readonly wanted: WorkerQueues | null;
  private readonly own: ServerPlace | null;
  private server: Supervised | null = null;
  private readonly workers: Supervised[] = [];
  private problem: string | null = null;
  private written: Promise<void> = Promise.resolve();
  private stopped: Promise<void> | null = null;

  /** Null brings up everything. */
  constructor(wanted: WorkerQueues | null) {
    this.wanted = wanted;
    this.own = wanted ? null : ownServer(this.home);
  }

  async run(): Promise<void> {
    mkdirSync(this.logs, { recursive: true });
    if (this.own) await this.startServer(this.own);
    this.workers.push(...workerPrograms(this.own, this.wanted ?? everything).map((program) => this.supervise(program)));
    for (const worker of this.workers) worker.run();
  }

  async fail(error: unknown): Promise<void> {
    this.problem = error instanceof Error ? error.message : String(error);
    this.say(this.problem);
    await this.write();
    await this.stop();
  }

  /** Once, however many signals come. */
  stop(): Promise<void> {
    this.stopped ??= this.stopInOrder();
    return this.stopped;
  }

  private async stopInOrder(): Promise<void> {
    await Promise.all(this.workers.map((worker) => worker.stop()));
    await this.server?.stop();
    await this.written;
    if (this.problem === null) await removeStack(this.home);
  }

  private supervise(program: Supervised['program']): Supervised {
    return new Supervised(
      program,
      this.logs,
      (line) => this.say(line),
      (why) => void this.fail(new Error(why)).then(() => process.exit(1)),
    );
  }

  private async startServer(place: ServerPlace): Promise<void> {
    for (const port of [place.port, place.uiPort]) await mustBeFree(place.host, port);
    this.server = this.supervise(serverProgram(place));
    this.server.run();
    await this.untilServing(place);
  }

  /** The server serves within a second or two; a minute means that it never will. */
  private async untilServing(place: ServerPlace): Promise<void> {
    process.env.TEMPORAL_ADDRESS = `${place.host}:${place.port}`;
    for (const deadline = performance.now() + 60_000; performance.now() < deadline; await delay(100)) {
      if (!(await answers(place.host, place.port))) continue;
      const served = await keepHistories(connectClient).catch(() => false);
      if (served) return;
    }
    throw new Error(`the Temporal server does not serve; see ${path.join(this.logs, 'temporal.log')}`);
  }

  private say(line: string): void {
    process.stdout.write(`${line}\n`);
    void this.write();
  }

  /** One write after another, each of the state at its turn; a disk that is full must not end the supervisor. */
  private write(): Promise<void> {
    this.written = this.written
      .then(() => this.writeNow())
      .catch((error: unknown) => void process.stdout.write(`the state could not be written: ${String(error)}\n`));
    return this.written;
  }

  private async writeNow(): Promise<void> {
    const programs = this.server ? [this.server, ...this.workers] : this.workers;
    const processes = programs.flatMap((program) => program.state() ?? []);
    const supervisor = { pid: process.pid, started: startOfProcess(process.pid) ?? '' };
    const webUi = this.own && `http://${this.own.host}:${this.own.uiPort}`;
    const { host, port } = serverAddress();
    await writeStack(this.home, { supervisor, address: `${host}:${port}`, webUi, processes, problem: this.problem });
  }
}

async function mustBeFree(host: string, port: number): Promise<void> {
  if (!(await answers(host, port))) return;
  throw new Error(
    `port ${port} on ${host} is taken by another program; end it, have workers alone use the server that is there ("specgen worker"), or choose others with TEMPORAL_ADDRESS=${host}:17233 and SPECGEN_UI_PORT=18233`,
  );
}

/** An argument names the queues; the command has looked whether it is right. */
function wantedQueues(text: string | undefined): WorkerQueues | null {
  const wanted = text === undefined ? null : readWorkerQueues(text);
  if (typeof wanted === 'string') throw new Error(wanted);
  return wanted;
}

const stack = new Stack(wantedQueues(process.argv[2]));
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void stack.stop().then(() => process.exit(0)));
await stack.run().catch(async (error: unknown) => {
  await stack.fail(error);
  process.exitCode = 1;
});
