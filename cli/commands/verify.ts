import { availableParallelism } from 'node:os';
import { Command } from 'commander';
import { type Verification, verifySweep } from '../../audit/verify.ts';
import { openGrader } from '../../grading/grade.ts';
import { openStore } from '../../storage/places.ts';
import { exit } from '../exit.ts';
import { counter } from '../terminal/counter.ts';
import { shownPlace } from '../terminal/place.ts';

export const verifyCommand = (): Command =>
  new Command('verify')
    .description('recompute every hash, verdict and number of a sweep from its stored texts, and say whether its report is true')
    .argument('<sweep>', 'name of a sweep')
    .option('--json', 'print what was found as JSON')
    .option('--specs <folder>', 'where the levels of the sweep are now, if not where it found them')
    .option('--unsafe-no-sandbox', 'run answers with your own rights where no sandbox can be had')
    .action(async (sweep: string, { json, specs, unsafeNoSandbox }: { json?: boolean; specs?: string; unsafeNoSandbox?: boolean }) => {
      const verification = await verifySweep(sweep, {
        store: await openStore(),
        specs,
        grader: await openGrader({ unsandboxed: unsafeNoSandbox === true }),
        atOnce: availableParallelism(),
        progress: counter('graded anew'),
      });
      process.stdout.write(json ? `${JSON.stringify(verification, null, 2)}\n` : `${told(verification).join('\n')}\n`);
      process.exitCode = verification.problems.length === 0 ? exit.graded : exit.differs;
    });

function told({ sweep, planned, uncopied, audit, problems }: Verification): string[] {
  const { responses, regraded, verdicts, differing } = audit;
  const lines = problems.map(({ file, what }) => `${shownPlace(file)}: ${what}`);
  const alone = uncopied === 0 ? '' : ` (${uncopied} without a copy in responses/ to be held against)`;
  const sums = `${responses === planned ? '' : `${planned - responses} of ${planned} planned trials have no response; `}${responses} responses${alone}, ${regraded} graded anew, ${differing} of ${verdicts} verdicts differ`;
  const end = problems.length === 0 ? `${sweep} is as its report says` : `${problems.length} things are not as stored`;
  return [...lines, ...(lines.length > 0 ? [''] : []), `${sums}; ${end}`];
}
