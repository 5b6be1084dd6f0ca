import { isDeepStrictEqual } from 'node:util';
import { readAssets } from '../activities/report/assets.ts';
import { pagePlans } from '../activities/report/trial-pages.ts';
import { foldersOf, renderReportFiles, writeReport } from '../activities/report.ts';
import { mustReadSweepFile } from '../activities/sweep-file.ts';
import { auditKey, readStoredSweep, trialNames } from '../activities/sweep-record.ts';
import type { Level } from '../core/level.ts';
import { type Audit, type LevelRecord, levelRecord, type SweepRecord } from '../core/report/sweep-record.ts';
import type { Grader } from '../grading/grade.ts';
import { sideBySide } from '../storage/side-by-side.ts';
import { jsonText } from '../storage/store/json.ts';
import type { Store } from '../storage/store/store.ts';
import { reportKey, sweepKey } from '../storage/trials/keys.ts';
import { type LevelNow, levelsNow } from './sweep-levels.ts';
import { type Problem, type TrialAudit, verifyTrial } from './verify-trial.ts';

export interface Verification {
  sweep: string;
  /** Trials that the sweep planned, with a response or without. */
  planned: number;
  /** Responses of which responses/ holds no copy, so that only their own hashes speak for them. */
  uncopied: number;
  audit: Audit;
  problems: Problem[];
}

export interface Auditing {
  store: Store;
  grader: Grader;
  /** Where the sweep's levels are now, if not where it found them. */
  specs?: string | undefined;
  /** Trials graded at the same time. */
  atOnce: number;
  /** Told after each trial. */
  progress: (done: number, total: number) => void;
}

/**
 * Recomputes every hash, verdict and number of a sweep from the texts that it stores, and holds them against what is
 * stored and reported. Writes `audit.json`; a report that is what the stored trials give is written anew to show it,
 * another one stays as it is. Throws where files cannot be read as what they should be.
 */
export async function verifySweep(sweep: string, auditing: Auditing): Promise<Verification> {
  const { store, grader, atOnce, progress } = auditing;
  const file = await mustReadSweepFile(store, sweep);
  const { record, contradictory } = await readStoredSweep(store, sweep);
  const levels = await levelsNow(file, auditing.specs);
  const names = trialNames(sweep, record.models, record.levels, record.input.samples);
  const found: TrialAudit[] = [];
  await sideBySide(names, atOnce, async (name) => {
    found.push(await verifyTrial(store, name, levels.get(name.level)!, grader));
    progress(found.length, names.length);
  });
  const misreported = await reportProblems(store, sweep, renderReportFiles(record));
  const problems = [
    ...[...levels.values()].flatMap(levelProblem),
    ...record.levels.flatMap((level) => retold(level, levels.get(level.name)!.level)),
    ...record.strays.map((stray) => ({
      file: store.placeOf(`${sweepKey(sweep)}/${stray}`),
      what: 'is of no trial that the sweep planned',
    })),
    ...(file.sweep === sweep ? [] : [{ file: store.placeOf(sweepKey(sweep)), what: `holds the sweep ${file.sweep}, by its sweep.json` }]),
    ...[...found.flatMap((trial) => trial.problems), ...contradictory].sort(byFile),
    ...misreported,
    ...(await pageProblems(store, record)),
  ];
  const audit = auditOf(found, problems.length);
  await store.write(auditKey(sweep), jsonText(audit));
  if (misreported.length === 0) await writeReport(store, sweep);
  const uncopied = found.filter(({ response, copied }) => response && !copied).length;
  return { sweep, planned: names.length, uncopied, audit, problems };
}

function auditOf(found: TrialAudit[], problems: number): Audit {
  const sum = (pick: (trial: TrialAudit) => number) => found.reduce((total, trial) => total + pick(trial), 0);
  return {
    at: new Date().toISOString(),
    responses: sum(({ response }) => Number(response)),
    regraded: sum(({ regraded }) => Number(regraded)),
    verdicts: sum(({ verdicts }) => verdicts),
    differing: sum(({ differing }) => differing),
    problems,
  };
}

function levelProblem({ name, scoredWith, level }: LevelNow): Problem[] {
  if (level === null) return [{ file: name, what: 'this level cannot be read any more; its trials were not graded anew' }];
  if (level.hash === scoredWith) return [];
  const hashes = `sweep.json has ${scoredWith.slice(0, 12)}, its folder ${level.hash.slice(0, 12)}`;
  return [{ file: name, what: `the level is not the one that the scores were made with (${hashes}); its trials were not graded anew` }];
}

/** Points and titles stand in sweep.json as well; of the same level they must be the same. */
function retold(stored: LevelRecord, level: Level | null): Problem[] {
  if (level === null || level.hash !== stored.hash || isDeepStrictEqual(levelRecord(level), stored)) return [];
  return [{ file: stored.name, what: 'sweep.json tells something else of this level than its folder does' }];
}

/** Files of the report that say something else than what is stored. */
async function reportProblems(store: Store, sweep: string, files: Map<string, string>): Promise<Problem[]> {
  const checked = [...files].map(async ([name, text]) => {
    const key = `${reportKey(sweep)}/${name}`;
    const stored = await store.find(key);
    if (stored === text) return [];
    return [
      {
        file: store.placeOf(key),
        what: stored === null ? 'missing' : 'is not what the stored trials give; "specgen report" writes it anew',
      },
    ];
  });
  return (await Promise.all(checked)).flat();
}

/** Pages of trials that show something else than what is stored. */
async function pageProblems(store: Store, record: SweepRecord): Promise<Problem[]> {
  const found: Problem[] = [];
  const plans = pagePlans(store, record, foldersOf(record), reportKey(record.sweep), readAssets());
  await sideBySide(plans, store.worthAtOnce, async ({ key, render }) => {
    const stored = await store.find(key);
    const file = store.placeOf(key);
    if (stored === null) found.push({ file, what: 'missing; "specgen report" writes it anew' });
    else if (stored !== (await render()).whole)
      found.push({ file, what: 'does not show what is stored; remove it, and "specgen report" writes it anew' });
  });
  return found.sort(byFile);
}

const byFile = (a: Problem, b: Problem): number => (a.file < b.file ? -1 : Number(a.file > b.file));
