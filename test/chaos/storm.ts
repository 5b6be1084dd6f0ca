import { existsSync, mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { execa, execaSync } from 'execa';
import { undoing } from '../../bench/measure/ending.ts';
import { endNow } from '../../bench/measure/stack.ts';
import { TestStack } from '../e2e/stack.ts';
import { audit, type Findings, orphans } from './audit.ts';
import type { Blows, Target } from './blows.ts';
import { linesIn, readBook } from './book.ts';
import { type Kind, results, sweepFile } from './night.ts';
import type { Provider } from './provider-process.ts';

const key = 'sk-storm-2d7c-recognisable';
const diskMiB = 24;

/** Has the sweep "night" of this stack ended, in whichever way? */
export async function isOver(stack: TestStack): Promise<boolean> {
  const { stdout } = await stack.temporal('workflow', 'describe', '-w', 'night', '-o', 'json');
  return /"status": "(WORKFLOW_EXECUTION_STATUS_)?(COMPLETED|FAILED|TERMINATED|CANCELED)"/i.test(stdout);
}

/** Waits for the end, as a person would who resumes what has paused. */
async function untilOver(stack: TestStack): Promise<void> {
  while (!(await isOver(stack))) {
    const { stdout } = await stack.specgen('status', 'night');
    if (/ paused: /.test(stdout)) await stack.specgen('resume', 'night');
    await pause(500);
  }
  const { exitCode, stdout, stderr } = await stack.temporal('workflow', 'result', '-w', 'night');
  if (exitCode !== 0) throw new Error(`the sweep failed: ${stdout}${stderr}`);
}

async function start(stack: TestStack, port: number, kind: Kind): Promise<void> {
  await stack.mustDo('up');
  const file = sweepFile(stack, port, kind);
  const { exitCode, stderr } = await stack.temporal(
    'workflow',
    'start',
    '--type',
    'sweep',
    '-t',
    'specgen',
    '-w',
    'night',
    '--input-file',
    file,
  );
  if (exitCode !== 0) throw new Error(stderr);
}

/** The results of a sweep that nothing disturbs. */
export async function undisturbed(provider: Provider, kind: Kind): Promise<string> {
  const stack = await TestStack.create({ STORM_KEY: key });
  try {
    await start(stack, provider.port, kind);
    await untilOver(stack);
    return results(stack);
  } finally {
    await stack.close();
  }
}

/** A small disk for the output, where this user may mount one. */
async function mountSmallDisk(stack: TestStack): Promise<boolean> {
  mkdirSync(stack.output, { recursive: true });
  const { exitCode } = await execa('mount', ['-t', 'tmpfs', '-o', `size=${diskMiB}m`, 'specgen-storm', stack.output], { reject: false });
  return exitCode === 0;
}

/** A round: the blows that were struck, what they cost and what they broke. */
export type RoundFindings = Findings & { blows: string[] };

/** One sweep through blows; `environment` is for the programs of its stack. */
export async function storm(
  provider: Provider,
  expected: string,
  kind: Kind,
  blows: Blows,
  environment: Record<string, string> = {},
): Promise<RoundFindings> {
  const stack = await TestStack.create({ STORM_KEY: key, ...environment });
  const smallDisk = await mountSmallDisk(stack);
  return undoing(
    () => clearAway(stack, smallDisk),
    () => throughStorm({ stack, provider, smallDisk }, expected, kind, blows),
  );
}

/** After an orderly end there is nothing left to undo but the disk. */
function clearAway(stack: TestStack, smallDisk: boolean): void {
  endNow(stack);
  if (smallDisk) execaSync('umount', ['--lazy', stack.output], { reject: false });
  rmSync(stack.home, { recursive: true, force: true });
}

async function throughStorm(target: Target, expected: string, kind: Kind, blows: Blows): Promise<RoundFindings> {
  const { stack, provider } = target;
  const before = linesIn(provider.book);
  const struck: string[] = [];
  try {
    await start(stack, provider.port, kind);
    // a sweep that cannot even begin its folder ends at once and says why
    while (!existsSync(path.join(stack.output, 'night', 'sweep.json'))) await pause(50);
    for await (const blow of blows(target)) {
      struck.push(blow);
      if (await isOver(stack)) break;
    }
    await untilOver(stack);
    const findings = audit(stack, expected, readBook(provider.book, before));
    await stack.mustDo('down');
    return { ...findings, problems: [...findings.problems, ...orphans(stack)], blows: struck };
  } finally {
    await stack.specgen('down');
  }
}
