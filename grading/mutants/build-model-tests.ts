import path from 'node:path';
import type { Level } from '../../core/level.ts';
import type { GateReport } from '../build/gate.ts';
import { importConfiguration, importPaths, toolchainArchives } from '../build/import-configuration.ts';
import { mainSource } from '../build/main-source.ts';
import { stepFailed } from '../build/program.ts';
import type { BuildResult } from '../build/result.ts';
import { isTest } from '../build/sources.ts';
import type { Workshop } from '../build/workshop.ts';
import type { Context } from '../context.ts';
import type { Slot } from '../sandbox/slots.ts';
import { archiveName, compiledTargets, targetPath, targetsOf, targetUnits } from './targets.ts';

/** File name of the program that runs an answer's tests. */
export const modelsProgram = 'models';

/**
 * Builds an answer's tests over every variant and mutant of the level as one program, `models` in `folder`: each target
 * gets a compilation of the tests in which the level's import paths mean that target.
 */
export async function buildModelTests(
  context: Context,
  level: Level,
  gate: GateReport,
  workshop: Workshop,
  slot: Slot,
  folder: string,
): Promise<BuildResult & { tests: string[] }> {
  const tests = gate.tests.map(({ name }) => name);
  if (tests.length === 0) return { state: 'built', output: 'the tests have no test function\n', tests };
  const archives = await compiledTargets(context, level, slot);
  const inside = context.sandbox.place('/targets', archives);
  const { exitCode, output } = await workshop.build(await steps(context, level, gate, workshop, inside), { '/targets': archives });
  if (exitCode !== 0) return { state: 'compile-error', output, tests };
  await workshop.take(modelsProgram, path.join(folder, modelsProgram));
  return { state: 'built', output, tests };
}

async function steps(context: Context, level: Level, gate: GateReport, workshop: Workshop, targetArchives: string) {
  const mode = 'plain' as const;
  const targets = targetsOf(level, context.version);
  const granted = toolchainArchives(context.toolchain, workshop.go, mode, importPaths(level.imports));
  const files = await workshop.lay('tests', gate.files.filter(isTest));
  const linked = [];
  const compilations = [];
  for (const target of targets) {
    const own = targetUnits(level, target).map(({ path: unit }) => ({ path: unit, file: `${targetArchives}/${archiveName(unit)}` }));
    const renamed = Object.fromEntries(own.map((unit) => [unit.path.slice(targetPath(target).length + 1), unit.path]));
    const content = importConfiguration([...granted, ...own], renamed);
    const [configuration] = await workshop.lay('.', [{ path: `${target.set}.cfg`, content }]);
    const test = { path: `${targetPath(target)}/test`, file: `${workshop.products}/${target.set}.a` };
    const step = { path: test.path, files, configuration: configuration!, archive: test.file, mode, exitCode: stepFailed.answer };
    compilations.push({ ...step, withoutInlining: true as const });
    linked.push(...own, test);
  }
  const names = gate.tests.map(({ name }) => name);
  const sets = targets.map((target) => ({ name: target.set, path: `${targetPath(target)}/test`, tests: names }));
  const [configuration, source] = await workshop.lay('.', [
    { path: 'main.cfg', content: importConfiguration([...toolchainArchives(context.toolchain, workshop.go, mode), ...linked]) },
    { path: 'main.go', content: mainSource(sets) },
  ]);
  const main = `${workshop.products}/main.a`;
  return [
    ...compilations,
    { path: 'main', files: [source!], configuration: configuration!, archive: main, mode, exitCode: stepFailed.main },
    { main, configuration: configuration!, program: `${workshop.products}/${modelsProgram}`, mode, exitCode: stepFailed.link },
  ];
}
