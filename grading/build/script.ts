import type { BuildMode } from '../toolchain/toolchain.ts';

/** One call of the compiler. Files and folders are paths inside the build box. */
export interface Compilation {
  /** Import path that the package is compiled under. */
  path: string;
  files: string[];
  configuration: string;
  archive: string;
  mode: BuildMode;
  /** Exit status of the script when this step fails. */
  exitCode: number;
  /** No call is inlined: that compiles in less than two thirds of the time, and tests are compiled for every answer and, an answer's own, for many packages. */
  withoutInlining?: true;
}

/** One call of the linker. */
export interface Linking {
  main: string;
  configuration: string;
  program: string;
  mode: BuildMode;
  exitCode: number;
}

const prologue = ['exec 2>&1', 'umask 022'];

/** A shell script that builds step after step and ends at the first failure with that step's status. */
export function buildScript(toolchainFolder: string, steps: (Compilation | Linking)[]): string {
  return [...prologue, ...steps.map((step) => `${command(toolchainFolder, step)} || exit ${step.exitCode}`), ''].join('\n');
}

/** Without DWARF, which the linker leaves out anyway: writing it takes the compiler a tenth of its time. */
function command(folder: string, step: Compilation | Linking): string {
  const race = step.mode === 'race' ? ['-race'] : [];
  const words =
    'main' in step
      ? [`${folder}/link`, '-s', '-w', '-buildmode=exe', ...race, '-importcfg', step.configuration, '-o', step.program, step.main]
      : [
          ...[`${folder}/compile`, '-p', step.path, '-lang=go1.26', '-complete', '-pack', '-c=1', '-dwarf=false', ...race],
          ...[...(step.withoutInlining ? ['-l'] : []), '-importcfg', step.configuration, '-o', step.archive, ...step.files],
        ];
  return words.map(quoted).join(' ');
}

function quoted(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`;
}
