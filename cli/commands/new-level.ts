import path from 'node:path';
import { Command } from 'commander';
import { newLevel } from '../../storage/new-level.ts';

export const newLevelCommand = (): Command =>
  new Command('new-level')
    .description('lay out a small level that passes the gate, to be changed into one of your own')
    .argument('<folder>', 'where: a collection and in it a number and words, e.g. my-levels/01-some-words')
    .action(async (folder: string) => {
      await newLevel(path.resolve(folder));
      const [specs, number] = [path.dirname(folder), Number.parseInt(path.basename(folder), 10)];
      const next = [
        [`check-levels --specs ${specs}`, 'hold it against what a level promises, after each change'],
        [`grade --specs ${specs} --level ${number} --response ANSWER.md`, 'one answer, with the reason of each failure'],
        [`sweep --specs ${specs} --model MODEL`, 'ask a model'],
      ];
      const lines = next.map(([command, what]) => `  specgen ${command}\n      ${what}`);
      process.stdout.write(`${folder} is a whole level; specs/AUTHORING.md tells how to make it yours\n${lines.join('\n')}\n`);
    });
