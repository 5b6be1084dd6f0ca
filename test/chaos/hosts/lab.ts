import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { bucketClient } from '../../../storage/bucket/client.ts';
import { freePort } from '../../e2e/waiting.ts';
import { Host } from '../../hosts/host.ts';
import { TemporalServer } from '../../hosts/server.ts';
import { grant, ofAnyWorker, ofGrading } from '../../store/rights.ts';
import { access, type S3Server, startS3Server } from '../../store/s3-server.ts';
import { orphans } from '../audit.ts';
import type { Dice } from '../dice.ts';
import type { Desk } from '../night.ts';
import { key } from '../storm.ts';
import { LabHost, type Role } from './lab-host.ts';
import { hub, type Line } from './network.ts';

/** Two hosts that speak to the paid providers, of which one has the only Ollama, and one that grades. */
function roles(profile: Record<string, string>, worker: Record<string, string>, grader: Record<string, string>): Role[] {
  const paid = 'claude:STORM_KEY,gpt:STORM_KEY,vllm';
  const speaking = { ...profile, ...worker, STORM_KEY: key };
  return [
    { name: 'first', queues: `orchestration,${paid},local,builtin`, programs: 2, env: speaking },
    { name: 'second', queues: `orchestration,${paid}`, programs: 2, env: speaking },
    { name: 'third', queues: 'grading', programs: 1, env: { ...profile, ...grader } },
  ];
}

/** Minutes that two clocks may differ by and a store still believes a signature (15 in Amazon S3). */
export const clockMinutes = (dice: Dice): number => Math.round(dice.between(-12, 12));

/** Three hosts with a Temporal server and a store of results in a bucket, and somebody who gives commands. */
export class Lab {
  readonly server: TemporalServer;
  readonly store: S3Server;
  readonly hosts: LabHost[];
  readonly desk: Desk;
  readonly #folder: string;

  private constructor(server: TemporalServer, store: S3Server, hosts: LabHost[], desk: Desk, folder: string) {
    this.server = server;
    this.store = store;
    this.hosts = hosts;
    this.desk = desk;
    this.#folder = folder;
  }

  static async open(lines: readonly Line[], dice: Dice): Promise<Lab> {
    const folder = mkdtempSync(path.join(tmpdir(), 'specgen-lab-'));
    const [port, store] = [await freePort(), await startS3Server({ ip: hub })];
    const server = new TemporalServer(port);
    server.start();
    const profile = { TEMPORAL_CONFIG_FILE: server.profile(`${hub}:${port}`, 'lab') };
    const [worker, grader] = [await store.admit('worker'), await store.admit('grader')];
    const owner = bucketClient({ endpoint: store.url, region: 'us-east-1', credentials: access });
    await grant(owner, 'night', { worker: ofAnyWorker, grader: ofGrading });
    const hosts = roles(profile, worker, grader).map((role, index) => new LabHost(role, lines[index]!, folder));
    for (const host of hosts) {
      host.putClock(clockMinutes(dice));
      host.start();
    }
    await Promise.all(hosts.map((host) => host.untilReady()));
    const desk = Object.assign(new Host({ ...profile, ...worker }), { output: path.join(store.folder, 'night') });
    return new Lab(server, store, hosts, desk, folder);
  }

  /** In order, host by host; returns what lives on. */
  async close(): Promise<string[]> {
    await Promise.all(this.hosts.map(({ host }) => host.stop()));
    const left = this.hosts.flatMap(({ name, host }) => orphans(host).map((orphan) => `${name}: ${orphan}`));
    await this.server.remove();
    await this.store.stop();
    for (const { host } of this.hosts) host.remove();
    rmSync(this.desk.home, { recursive: true, force: true });
    rmSync(this.#folder, { recursive: true, force: true });
    return left;
  }
}
