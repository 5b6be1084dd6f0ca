import type { SourceFile } from '../../core/level.ts';
import { compilerEnvironment } from '../../grading/build/box.ts';
import { importConfiguration, toolchainArchives } from '../../grading/build/import-configuration.ts';
import { mainSource } from '../../grading/build/main-source.ts';
import { buildScript, type Compilation, type Linking } from '../../grading/build/script.ts';
import { hiddenTests, testNames } from '../../grading/build/sources.ts';
import type { BuildMode, Toolchain } from '../../grading/toolchain/toolchain.ts';
import type { Scratch } from '../scratch.ts';
import type { Cell, Finding } from './cells.ts';
import type { Contender } from './contender.ts';
import { layScripts, type Script } from './scripts.ts';

const answerFailed = 11;

/**
 * The least that a verdict costs: compiler and linker called directly, cheapest settings, all tests in one process, no
 * sandbox, no gate, nothing kept.
 */
export function floorContender(name: string, modes: BuildMode[], together: number, scratch: Scratch, toolchain: Toolchain): Contender {
  return {
    name,
    prepare: async (cells) => {
      const scripts = cells.map((cell) => floorScript(cell, modes, toolchain));
      const run = await layScripts(scratch.folder, scripts, together, compilerEnvironment);
      return async () => (await run()).map(({ status }) => findingOf(status));
    },
  };
}

const findingOf = (status: number): Finding => (status === 0 ? 'right' : status === answerFailed ? 'broken' : 'wrong');

function floorScript(cell: Cell, modes: BuildMode[], toolchain: Toolchain): Script {
  const tests = hiddenTests(cell.level);
  const main = mainSource([{ name: 'hidden', path: 'trial/hidden', tests: testNames(tests) }]);
  const configurations = modes.flatMap((mode) => configurationFiles(cell, mode, toolchain));
  const steps = modes.flatMap((mode) => floorSteps(cell, tests, mode));
  const runs = modes.map((mode) => `GORACE=atexit_sleep_ms=0 GOMAXPROCS=2 ./${mode} -set=hidden || exit 1`);
  return {
    files: [...cell.files, ...tests, { path: 'main.go', content: main }, ...configurations],
    lines: [buildScript(toolchain.folder, steps), 'unset GOGC', ...runs],
  };
}

function configurationFiles({ level }: Cell, mode: BuildMode, toolchain: Toolchain): SourceFile[] {
  const { path } = level.packages[0]!;
  const answer = { path: `trial/${path}`, file: `${mode}-answer.a` };
  const known = [...toolchainArchives(toolchain, toolchain.folder, mode), answer];
  const hidden = { path: 'trial/hidden', file: `${mode}-hidden.a` };
  return [
    { path: `${mode}-hidden.cfg`, content: importConfiguration(known, { [path]: answer.path }) },
    { path: `${mode}-main.cfg`, content: importConfiguration([...known, hidden]) },
  ];
}

function floorSteps({ level, files }: Cell, tests: SourceFile[], mode: BuildMode): (Compilation | Linking)[] {
  const compiled = (path: string, name: string, sources: SourceFile[], configuration: string, exitCode: number): Compilation => ({
    ...{ path, mode, exitCode, configuration, archive: `${mode}-${name}.a` },
    files: sources.map((file) => file.path),
  });
  return [
    compiled(`trial/${level.packages[0]!.path}`, 'answer', files, `${mode}-hidden.cfg`, answerFailed),
    compiled('trial/hidden', 'hidden', tests, `${mode}-hidden.cfg`, 12),
    compiled('main', 'main', [{ path: 'main.go', content: '' }], `${mode}-main.cfg`, 13),
    { main: `${mode}-main.a`, configuration: `${mode}-main.cfg`, program: mode, mode, exitCode: 14 },
  ];
}
