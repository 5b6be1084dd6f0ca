import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import { endInOrder, undoing } from '../../bench/measure/ending.ts';
import { freePort } from '../e2e/waiting.ts';
import { Dice } from './dice.ts';
import type { Kind } from './night.ts';
import { Provider } from './provider-process.ts';
import { storm, undisturbed } from './storm.ts';

const positive = (text: string): number => {
  if (!/^[1-9]\d{0,3}$/.test(text)) throw new InvalidArgumentError('expected a whole number from 1 to 9999');
  return Number(text);
};

const say = (line: string): boolean => process.stdout.write(`${line}\n`);

/** Rounds of both kinds in turn; returns how many passed and failed. */
async function rounds(count: number, seed: string, provider: Provider): Promise<{ passed: number; failed: number }> {
  const kinds: Kind[] = ['greedy', 'sampled'];
  const expected = new Map<Kind, string>();
  for (const kind of kinds.slice(0, count)) expected.set(kind, await undisturbed(provider, kind));
  const sum = { passed: 0, failed: 0, blows: 0, needed: 0, twice: 0 };
  for (let round = 1; round <= count; round += 1) {
    const kind = kinds[(round - 1) % kinds.length]!;
    const found = await storm(provider, expected.get(kind)!, kind, new Dice(`${seed}/${round}`));
    if (found.problems.length === 0) sum.passed += 1;
    else sum.failed += 1;
    sum.blows += found.blows.length;
    sum.needed += found.needed;
    sum.twice += found.sentTwice;
    say(`round ${round} (${kind}): ${found.blows.join(', ')}`);
    say(
      `  ${found.responses} responses, ${found.requests} requests, ${found.continued} gone on with, ${found.sentTwice} pieces sent twice of ${found.needed}`,
    );
    for (const problem of found.problems) say(`  PROBLEM ${problem}`);
  }
  say(
    `${sum.blows} blows in ${count} rounds; ${(sum.twice / Math.max(1, sum.blows)).toFixed(0)} pieces sent twice for each, of ${(sum.needed / count).toFixed(0)} a sweep`,
  );
  return sum;
}

await new Command('chaos')
  .description('Sweeps over a fake provider through random kills, stops, cuts and full disks; each must end as an undisturbed one.')
  .option('-r, --rounds <number>', 'how many sweeps', positive, 10)
  .option('-s, --seed <text>', 'the same seed gives the same storm', 'storm')
  .action(async ({ rounds: count, seed }: { rounds: number; seed: string }) => {
    endInOrder(24 * 60);
    const folder = mkdtempSync(path.join(tmpdir(), 'specgen-chaos-'));
    const book = path.join(folder, 'book.jsonl');
    writeFileSync(book, '');
    const provider = new Provider(await freePort(), book);
    const undo = () => {
      provider.kill('SIGKILL');
      rmSync(folder, { recursive: true, force: true });
    };
    await undoing(undo, async () => {
      await provider.start();
      const { passed, failed } = await rounds(count, seed, provider);
      say(`${passed} passed, ${failed} failed`);
      process.exitCode = failed === 0 ? 0 : 1;
    });
  })
  .parseAsync();
