import { availableParallelism } from 'node:os';
import { Command } from 'commander';
import { checkLevels, printLevelCheck } from '../../grading/check-levels/check-levels.ts';
import { openGrader } from '../../grading/grade.ts';
import { readLevelFolder } from '../../storage/level-folders.ts';
import { listLevels } from '../../storage/levels.ts';
import { ownSpecs } from '../../storage/places.ts';
import { exit, UserError } from '../exit.ts';

interface Options {
  level?: string[];
  specs?: string;
  all?: boolean;
  json?: boolean;
}

async function chosen(specs: string, numbers: string[] | undefined): Promise<string[]> {
  const names = await listLevels(specs).catch(() => {
    throw new UserError(`no levels can be read from ${specs}`);
  });
  if (!numbers) return names;
  const wanted = names.filter((name) => numbers.includes(String(Number.parseInt(name, 10))));
  if (wanted.length === numbers.length) return wanted;
  throw new UserError(`--level ${numbers.join(' ')}: existing are ${names.map((name) => Number.parseInt(name, 10)).join(', ')}`);
}

export const checkLevelsCommand = (): Command =>
  new Command('check-levels')
    .description('hold level folders against all that a level promises')
    .option('-l, --level <number...>', 'these levels alone')
    .option('--specs <folder>', 'a collection of your own')
    .option('--all', 'also levels that have not changed since they were found good (always so where CI=true)')
    .option('--json', 'print the outcome as JSON')
    .action(async ({ level, specs = ownSpecs(), all, json }: Options) => {
      const folders = await Promise.all((await chosen(specs, level)).map((name) => readLevelFolder(specs, name)));
      // one more than cores: some tests wait long for nothing to move any more
      const grader = await openGrader({ slots: availableParallelism() + 1 });
      const checks = await checkLevels(grader, folders, all === true || process.env.CI === 'true');
      const failed = checks.filter((check) => check.problems.length > 0).length;
      const lines = [...checks.flatMap(printLevelCheck), '', `${checks.length - failed} passed, ${failed} failed`];
      process.stdout.write(json ? `${JSON.stringify(checks, null, 2)}\n` : `${lines.join('\n')}\n`);
      process.exitCode = failed === 0 ? exit.graded : exit.usage;
    });
