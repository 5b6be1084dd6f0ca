import { writeFileSync } from 'node:fs';
import { Dice } from '../dice.ts';
import { nightThrough, undisturbed } from '../storm.ts';
import { type Game, playRounds } from '../storm-rounds.ts';
import { withProvider } from '../with-provider.ts';
import { hostBlows } from './host-blows.ts';
import { Lab } from './lab.ts';
import { clocksDiffer } from './lab-host.ts';
import { hub, Line, openHub } from './network.ts';

/**
 * Rounds over three hosts, in namespaces of this program's own: number of rounds, seed, and where the sum of them is written. Nothing is undone
 * here when the program ends early: processes and networks end with its namespaces, folders with the one that they are in.
 */
const [rounds, seed, sumFile] = process.argv.slice(2) as [string, string, string];
const say = (line: string): boolean => process.stdout.write(`${line}\n`);

openHub();
const lines = [await Line.lay('first', 2), await Line.lay('second', 3), await Line.lay('third', 4)];
if (!clocksDiffer) say("clocks agree: Debian's package libfaketime is not installed");
const sum = await withProvider((provider) => {
  const game: Game = {
    undisturbed: (kind) => undisturbed(provider, kind),
    storm: async (kind, expected, dice) => {
      const lab = await Lab.open(lines, dice);
      const found = await nightThrough(lab.desk, provider, { kind, expected }, () => hostBlows({ lab, provider }, dice));
      return { ...found, problems: [...found.problems, ...(await lab.close())] };
    },
  };
  return playRounds(game, Number(rounds), (round) => new Dice(`${seed}/${round}`), say);
}, hub);
writeFileSync(sumFile, JSON.stringify(sum));
process.exit();
