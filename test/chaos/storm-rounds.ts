import { randomBlows } from './blows.ts';
import type { Dice } from './dice.ts';
import type { Kind } from './night.ts';
import { type RoundFindings, storm, undisturbed } from './storm.ts';
import { withProvider } from './with-provider.ts';

export interface Sum {
  passed: number;
  failed: number;
}

/** Says what one round has met and cost, and counts it. */
export function tell(sum: Sum, head: string, found: RoundFindings, say: (line: string) => void): void {
  if (found.problems.length === 0) sum.passed += 1;
  else sum.failed += 1;
  say(`${head}: ${found.blows.join(', ')}`);
  say(
    `  ${found.responses} responses, ${found.requests} requests, ${found.continued} gone on with, ${found.sentTwice} pieces sent twice of ${found.needed}`,
  );
  for (const problem of found.problems) say(`  PROBLEM ${problem}`);
}

/** What is played: an undisturbed sweep of a kind, and one through a storm that must come out the same. */
export interface Game {
  undisturbed(kind: Kind): Promise<string>;
  storm(kind: Kind, expected: string, dice: Dice): Promise<RoundFindings>;
}

/** Storms of both kinds in turn; returns how many passed and failed. */
export async function playRounds(game: Game, count: number, diceOf: (round: number) => Dice, say: (line: string) => void): Promise<Sum> {
  const kinds: Kind[] = ['greedy', 'sampled'];
  const expected = new Map<Kind, string>();
  for (const kind of kinds.slice(0, count)) expected.set(kind, await game.undisturbed(kind));
  const [sum, costs] = [
    { passed: 0, failed: 0 },
    { blows: 0, needed: 0, twice: 0 },
  ];
  for (let round = 1; round <= count; round += 1) {
    const kind = kinds[(round - 1) % kinds.length]!;
    const found = await game.storm(kind, expected.get(kind)!, diceOf(round));
    tell(sum, `round ${round} (${kind})`, found, say);
    costs.blows += found.blows.length;
    costs.needed += found.needed;
    costs.twice += found.sentTwice;
  }
  const [each, sweep] = [costs.twice / Math.max(1, costs.blows), costs.needed / count];
  say(`${costs.blows} blows in ${count} rounds; ${each.toFixed(0)} pieces sent twice for each, of ${sweep.toFixed(0)} a sweep`);
  return sum;
}

/** Rounds of one machine. */
export const stormRounds = (count: number, diceOf: (round: number) => Dice, say: (line: string) => void): Promise<Sum> =>
  withProvider((provider) => {
    const game: Game = {
      undisturbed: (kind) => undisturbed(provider, kind),
      storm: (kind, expected, dice) => storm(provider, expected, kind, randomBlows(dice)),
    };
    return playRounds(game, count, diceOf, say);
  });
