import type { Level, LevelFormat, SourceFile } from '../../core/level.ts';
import type { Verdict, Verdicts } from '../../core/verdict.ts';
import type { Context } from '../context.ts';
import type { Slot } from '../sandbox/slots.ts';
import { type GateReport, passGate } from './gate.ts';
import { importConfiguration, toolchainArchives } from './import-configuration.ts';
import { packageFiles } from './sources.ts';
import { structureProblems } from './structure.ts';
import type { Workshop } from './workshop.ts';

/** What is known of sources before they are built. */
export interface Inspection {
  gate: GateReport;
  /** Verdicts of the level's structure checks. */
  verdicts: Verdicts;
}

/** Puts sources through the gate and judges their structure where the level has checks for it. */
export async function inspectSources(
  context: Context,
  level: Level,
  sources: SourceFile[],
  workshop: Workshop,
  slot: Slot,
): Promise<Inspection> {
  const checks = level.checks.filter((check) => check.structure !== undefined);
  if (checks.length === 0) return { gate: await passGate(context, level, sources, slot), verdicts: {} };
  const content = importConfiguration(toolchainArchives(context.toolchain, workshop.go, 'plain'));
  const [file] = await workshop.lay('.', [{ path: 'types.cfg', content }]);
  const gate = await passGate(context, level, sources, slot, { box: workshop.readable, file: file! });
  if (!gate.structure) return { gate, verdicts: {} };
  const given = packageFiles(level, []);
  const original = comparesWithGiven(level) ? await passGate(context, level, given, slot, { box: workshop.readable, file: file! }) : gate;
  if (!original.structure) throw new Error(`The given files of ${level.name} were expected to pass the source gate, but do not.`);
  const compared = { structure: original.structure, files: level.given };
  const judge = (structure: NonNullable<(typeof checks)[number]['structure']>) =>
    asVerdict(structureProblems(structure, gate.structure!, compared, sources));
  return { gate, verdicts: Object.fromEntries(checks.map((check) => [check.id, judge(check.structure!)])) };
}

function comparesWithGiven(level: LevelFormat): boolean {
  return level.checks.some((check) => check.structure?.api !== undefined || check.structure?.importsEqual);
}

function asVerdict(problems: string[]): Verdict {
  return problems.length === 0 ? { verdict: 'pass' } : { verdict: 'fail', reason: 'failed', detail: problems.join('\n').slice(0, 4096) };
}
