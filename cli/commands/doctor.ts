import { styleText } from 'node:util';
import { Command } from 'commander';
import { existingLevels, ollamaHost } from '../../activities/existing-levels.ts';
import { readSweepInput } from '../../core/sweep-input.ts';
import { planSweep } from '../../core/sweep-plan.ts';
import { ownSpecs } from '../../storage/places.ts';
import { examine } from '../doctor/examine.ts';
import type { Finding } from '../doctor/finding.ts';
import { exit } from '../exit.ts';
import { readSweepFile } from '../sweeps.ts';

export const doctorCommand = (): Command =>
  new Command('doctor')
    .description(
      'check everything that a sweep needs: tools, sandbox, disk, Temporal, workers, providers. Each line passes, warns, or names the command that mends it; exit code 1 where something must be mended',
    )
    .argument('[file]', 'sweep file whose hosts, models and keys are checked, too')
    .option('--json', 'print the findings as JSON')
    .action(async (file: string | undefined, { json }: { json?: boolean }) => {
      const findings = await examine(file ? await planOf(file) : null);
      process.stdout.write(json ? `${JSON.stringify(findings, null, 2)}\n` : told(findings));
      process.exitCode = findings.some(({ state }) => state === 'fail') ? exit.usage : exit.graded;
    });

async function planOf(file: string) {
  const input = readSweepInput(await readSweepFile(file));
  return planSweep('doctor', input, await existingLevels(input.specs ?? ownSpecs()), ollamaHost());
}

const marks = {
  pass: styleText('green', 'pass   '),
  warning: styleText('yellow', 'warning'),
  fail: styleText('red', 'FAIL   '),
};

function told(findings: Finding[]): string {
  const width = Math.max(...findings.map(({ check }) => check.length));
  const lines = findings.flatMap(({ check, state, found, fix }) => [
    `${marks[state]}  ${check.padEnd(width)}  ${found}`,
    ...(fix === null ? [] : [`         ${' '.repeat(width)}  → ${fix}`]),
  ]);
  const failed = findings.filter(({ state }) => state === 'fail').length;
  const warned = findings.filter(({ state }) => state === 'warning').length;
  const end = failed === 0 ? 'a sweep can run' : `${failed} to mend before a sweep can run`;
  return `${lines.join('\n')}\n\n${end}${warned > 0 ? `; ${warned} warnings` : ''}\n`;
}
