import { readFile } from 'node:fs/promises';
import { Command } from 'commander';
import { openGrader } from '../../grading/grade.ts';
import { gradeResponse } from '../../grading/grade-response.ts';
import { exit, UserError } from '../exit.ts';
import { levelOf } from '../level-argument.ts';
import { scoreTable } from '../terminal/score-table.ts';

interface Options {
  level: string;
  response: string;
  specs?: string;
  json?: boolean;
  force?: boolean;
  unsafeNoSandbox?: boolean;
}

async function responseFrom(file: string): Promise<string> {
  return await readFile(file === '-' ? '/dev/stdin' : file, 'utf8').catch(() => {
    throw new UserError(`no response at ${file}; expected a Markdown file, or - for standard input`);
  });
}

export const gradeCommand = (): Command =>
  new Command('grade')
    .description('one response to a score, without Temporal or a model')
    .requiredOption('-l, --level <level>', 'number, folder or spec.md of a level')
    .requiredOption('-r, --response <file>', 'the response (Markdown), - for standard input')
    .option('--specs <folder>', 'the collection that a number belongs to, if not specgen’s own')
    .option('--json', 'print score, observations and reports as JSON')
    .option('--force', 'grade anew what is known already')
    .option('--unsafe-no-sandbox', 'run the answer with your own rights; only for answers that you trust')
    .action(async (options: Options) => {
      const { level } = await levelOf(options.level, options.specs);
      const response = await responseFrom(options.response);
      const grader = await openGrader({ unsandboxed: options.unsafeNoSandbox === true });
      const { answer, score, ...reports } = await gradeResponse(grader, level, response, options.force);
      const everything = { ...score, observations: answer.observations, ...reports };
      const notes = answer.observations.map(({ what, detail }) => `  noticed: ${what}${detail ? ` (${detail})` : ''}`);
      const text = [scoreTable(score), ...notes, ...(grader.unsandboxed ? ['  graded without a sandbox'] : [])].join('\n');
      process.stdout.write(options.json ? `${JSON.stringify(everything, null, 2)}\n` : `${text}\n`);
      process.exitCode = score.earned === null ? exit.notScored : exit.graded;
    });
