import { mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { execa } from 'execa';
import { extractAnswer } from '../../core/extract.ts';
import type { Check, SourceFile } from '../../core/level.ts';
import type { LevelFolder } from '../../core/level-folder.ts';
import { textTable } from '../../core/report/table.ts';
import { deliveredFiles, packageFiles } from '../../grading/build/sources.ts';
import { readLevelFolder } from '../../storage/level-folders.ts';
import { listLevels } from '../../storage/levels.ts';
import { specs } from '../grading/cells.ts';
import { type GoEnvironment, goEnvironment } from '../grading/go-commands.ts';
import { inLanes } from '../grading/specgen.ts';
import type { Report } from '../measure/figures.ts';
import { type Scratch, withScratch } from '../scratch.ts';
import { layModules } from './modules.ts';

const modes = ['plain', 'race'] as const;
const processors = [1, 2, 4];
/** Runs at the same time: twice the cores, so that no run has a core to itself; or one, which finds every core idle. */
const lanesOf = (idle: boolean): number => (idle ? 1 : 2 * availableParallelism());

interface Candidate {
  name: string;
  files: SourceFile[];
}

/** The reference, the other right answers, the given code as it is, and where asked for all responses of known verdicts. */
function candidates({ level, reference, alternatives, calibration }: LevelFolder, all: boolean): Candidate[] {
  const answers = calibration.map(({ name, response }) => ({ name, files: deliveredFiles(level, extractAnswer(response, level.files)) }));
  return [reference, ...alternatives, { name: 'given code', files: [] }, ...(all ? answers : [])];
}

/** Checks that run hidden tests; a race check is meant for race builds alone, where others must hold, too. */
const checksIn = (checks: Check[], mode: (typeof modes)[number]): Check[] =>
  checks.filter((check) => check.tests.length > 0 && (mode === 'race' || check.kind !== 'race'));

async function build(root: string, env: GoEnvironment, mode: (typeof modes)[number]): Promise<string | null> {
  const program = path.join(root, mode);
  const race = mode === 'race' ? ['-race'] : [];
  const { exitCode } = await execa('go', ['test', '-mod=mod', ...race, '-c', '-o', program, '.'], {
    cwd: path.join(root, 'hidden-tests'),
    env: { ...env, CGO_ENABLED: mode === 'race' ? '1' : '0' },
    extendEnv: false,
    reject: false,
  });
  return exitCode === 0 ? program : null;
}

/** How often a check's tests pass in so many runs. */
async function passes(program: string, check: Check, gomaxprocs: number, rounds: number): Promise<number> {
  let passed = 0;
  for (let round = 1; round <= rounds; round += 1) {
    const { exitCode } = await execa(program, ['-test.timeout=60s', `-test.run=^(${check.tests.join('|')})$`], {
      env: { GOMAXPROCS: `${gomaxprocs}`, GORACE: 'atexit_sleep_ms=0 halt_on_error=1 exitcode=66' },
      reject: false,
      stdio: 'ignore',
    });
    if (exitCode === 0) passed += 1;
  }
  return passed;
}

type Programs = Record<(typeof modes)[number], string | null>;

/** One row for each check: passes in plain and race builds by number of processors. */
async function rowsOf(
  folder: LevelFolder,
  candidate: Candidate,
  rounds: number,
  lanes: number,
  scratch: Scratch,
  env: GoEnvironment,
): Promise<string[][]> {
  const root = await mkdtemp(path.join(scratch.folder, 'answer-'));
  try {
    await layModules(root, folder.level, packageFiles(folder.level, candidate.files));
    const programs: Programs = { plain: await build(root, env, 'plain'), race: await build(root, env, 'race') };
    const checks = checksIn(folder.level.checks, 'race');
    const cells = checks.flatMap((check) => modes.flatMap((mode) => processors.map((number) => ({ check, mode, number }))));
    const counts = await inLanes(cells, lanes, async ({ check, mode, number }) => {
      const program = checksIn(folder.level.checks, mode).includes(check) ? programs[mode] : null;
      return program ? `${await passes(program, check, number, rounds)}/${rounds}` : '–';
    });
    const columns = modes.length * processors.length;
    return checks.map((check, index) => [candidate.name, check.id, ...counts.slice(index * columns, (index + 1) * columns)]);
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}

/** Does a cell differ from all and from none? Then luck decides. */
const isLucky = (cell: string): boolean => {
  const [, passed, rounds] = /^(\d+)\/(\d+)$/.exec(cell) ?? [];
  return passed !== rounds && Number(passed) > 0;
};

/** The level's number, and how often; `all`: responses of known verdicts, too; `idle`: one run at a time. */
export interface Steadiness {
  level: number;
  rounds: number;
  all?: boolean;
  idle?: boolean;
}

/**
 * Runs the hidden tests of one level over its own answers again and again, with the `go` command and outside the sandbox: a
 * count that is neither all nor none is a verdict by luck.
 */
export function benchSteadiness({ level, rounds, all, idle }: Steadiness, report: Report): Promise<string> {
  return withScratch(async (scratch) => {
    const name = (await listLevels(specs)).find((one) => Number.parseInt(one, 10) === level);
    if (!name) throw new Error(`there is no level ${level} in ${specs}`);
    const folder = await readLevelFolder(specs, name);
    const env = await goEnvironment(scratch);
    const rows: string[][] = [];
    for (const candidate of candidates(folder, all === true)) {
      report.line(`${name}: ${candidate.name}`);
      rows.push(...(await rowsOf(folder, candidate, rounds, lanesOf(idle === true), scratch, env)));
    }
    const heads = modes.flatMap((mode) => processors.map((count) => `${mode} ${count}`));
    const left = ['answer', 'check'].map((head) => ({ head, align: 'left' as const }));
    const lucky = rows.flat().filter(isLucky).length;
    const table = textTable([...left, ...heads.map((head) => ({ head, align: 'right' as const }))], rows);
    return `passes of each check's tests at GOMAXPROCS 1, 2 and 4; – is not built or not meant for it\n${table}${lucky} counts are neither all nor none (wanted: 0)`;
  });
}
