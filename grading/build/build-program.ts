import path from 'node:path';
import type { Level, SourceFile } from '../../core/level.ts';
import type { Context } from '../context.ts';
import type { GateReport } from './gate.ts';
import { programSteps, stepFailed } from './program.ts';
import { refusalOf } from './refusal.ts';
import type { BuildResult } from './result.ts';
import { hiddenTests, isTest } from './sources.ts';
import type { Workshop } from './workshop.ts';

/**
 * Builds an answer's packages with the hidden tests, and leaves the programs `plain` and, where a check wants it,
 * `race` in `folder`. Throws when our own part does not compile.
 */
export async function buildProgram(
  context: Context,
  level: Level,
  sources: SourceFile[],
  gate: GateReport,
  workshop: Workshop,
  folder: string,
): Promise<BuildResult> {
  const missing = level.files.required.filter((name) => !isTest({ path: name }) && !sources.some((file) => file.path === name));
  if (missing.length > 0) return { state: 'no-answer', output: `the response lacks ${missing.join(', ')}\n` };
  const refusal = refusalOf(gate, (file) => !isTest(file));
  if (refusal) return refusal;
  const files = gate.files.filter((file) => !isTest(file));
  const modes = level.checks.some((check) => check.kind === 'race') ? (['plain', 'race'] as const) : (['plain'] as const);
  const steps = [];
  for (const mode of modes) steps.push(...(await programSteps(context, level, files, workshop, mode)));
  const { exitCode, output } = await workshop.build(steps);
  if (exitCode === stepFailed.main) throw new Error(`The program over ${level.name} was expected to compile, but:\n${output}`);
  if (exitCode !== 0) return { state: 'compile-error', output: output.replace(/^answer\//gm, '') };
  if (hiddenTests(level).length > 0) for (const mode of modes) await workshop.take(mode, path.join(folder, mode));
  return { state: 'built', output };
}
