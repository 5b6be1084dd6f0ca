import { mkdirSync, rmSync } from 'node:fs';
import { execa, execaSync } from 'execa';
import { undoing } from '../../bench/measure/ending.ts';
import { endNow } from '../../bench/measure/stack.ts';
import { TestStack } from '../e2e/stack.ts';
import { until } from '../e2e/waiting.ts';
import { audit, type Findings, orphans } from './audit.ts';
import type { Blows, Target } from './blows.ts';
import { linesIn, readBook } from './book.ts';
import { begin, type Desk, hasBegun, isOver, type Kind, results, untilOver } from './night.ts';
import type { Provider } from './provider-process.ts';

export const key = 'sk-storm-2d7c-recognisable';
const diskMiB = 24;

/** The results of a sweep on one machine that nothing disturbs. */
export async function undisturbed(provider: Provider, kind: Kind): Promise<string> {
  const stack = await TestStack.create({ STORM_KEY: key });
  try {
    await stack.mustDo('up');
    await begin(stack, provider.url, kind);
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
  try {
    await stack.mustDo('up');
    const found = await nightThrough(stack, provider, { kind, expected }, () => blows(target));
    await stack.mustDo('down');
    return { ...found, problems: [...found.problems, ...orphans(stack)] };
  } finally {
    await stack.specgen('down');
  }
}

/** The sweep "night" through blows to its end, compared with the undisturbed one and with the provider's book. */
export async function nightThrough(
  desk: Desk,
  provider: Provider,
  { kind, expected }: { kind: Kind; expected: string },
  blows: () => AsyncIterable<string>,
): Promise<RoundFindings> {
  const before = linesIn(provider.book);
  const struck: string[] = [];
  await begin(desk, provider.url, kind);
  await until(() => hasBegun(desk));
  for await (const blow of blows()) {
    struck.push(blow);
    if (await isOver(desk)) break;
  }
  await untilOver(desk);
  return { ...audit(desk, expected, readBook(provider.book, before)), blows: struck };
}
