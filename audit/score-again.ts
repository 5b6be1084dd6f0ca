import { mustReadSweepFile, noteScoredAgain, type SweepRecordFile } from '../activities/sweep-file.ts';
import { auditKey, readStoredSweep, type TrialName, trialNames } from '../activities/sweep-record.ts';
import { TrialFiles } from '../activities/trial-files.ts';
import type { CompileReport } from '../core/grading-reports.ts';
import type { Level } from '../core/level.ts';
import { levelRecord, type ScoredAgain } from '../core/report/sweep-record.ts';
import type { ResponseMetadata } from '../core/response.ts';
import type { Score } from '../core/score.ts';
import { type GradedResponse, gradeResponse } from '../grading/grade-response.ts';
import { hashOf } from '../storage/responses/finished.ts';
import { sideBySide } from '../storage/side-by-side.ts';
import { StorageError } from '../storage/storage-error.ts';
import type { Store } from '../storage/store/store.ts';
import { type LevelNow, levelsNow } from './sweep-levels.ts';
import { scoreDifferences, type VerdictDifference } from './verdict-differences.ts';
import type { Auditing } from './verify.ts';

/** A trial whose verdicts or points are others than before. */
export interface Moved {
  trial: TrialName;
  /** Points before and now; null for not scored. */
  from: number | null;
  to: number | null;
  why: 'the level changed' | 'the grader changed' | 'not graded before' | 'same level, same grader';
  checks: VerdictDifference[];
}

export interface Rescoring {
  sweep: string;
  graded: number;
  levels: ScoredAgain['levels'];
  moved: Moved[];
}

/**
 * Grades every stored response with the levels and the grader as they are now; no model is called. Throws, and changes
 * nothing, where a level now asks something else than what was answered, or where responses or results are spoilt.
 */
export async function scoreAgain(sweep: string, versions: Record<string, string>, auditing: Auditing): Promise<Rescoring> {
  const { store, atOnce, progress, grader } = auditing;
  const file = await mustReadSweepFile(store, sweep);
  const levels = await levelsNow(file, auditing.specs);
  const names = trialNames(
    sweep,
    file.models.map(({ id }) => id),
    file.levels,
    file.input.samples,
  );
  await readStoredSweep(store, sweep);
  await mustBeAsGenerated(store, names);
  await mustAskTheSame(store, names, levels);
  const moved: Moved[] = [];
  const counts = { done: 0, graded: 0 };
  await sideBySide(names, atOnce, async (trial) => {
    const files = filesOf(store, trial);
    const response = await files.find('response.md');
    const { level, scoredWith } = levels.get(trial.level)!;
    if (response !== null && level) {
      const before = await storedGrading(files);
      const fresh = await gradeResponse(grader, level, response);
      await lay(files, fresh);
      moved.push(...movement(trial, before, fresh, level.hash !== scoredWith));
      counts.graded += 1;
    }
    counts.done += 1;
    progress(counts.done, names.length);
  });
  const changed = await note(store, file, levels, versions, moved);
  return { sweep, graded: counts.graded, levels: changed, moved: moved.sort(byName) };
}

const filesOf = (store: Store, { sweep, model, level, sample }: TrialName) =>
  new TrialFiles(store, { sweep, model: { id: model }, level: { name: level }, sample });

/** Points for an edited response would be the editor's. */
async function mustBeAsGenerated(store: Store, names: TrialName[]): Promise<void> {
  const other: string[] = [];
  for (const trial of names) {
    const files = filesOf(store, trial);
    const [response, metadata] = [await files.find('response.md'), await files.find('metadata.json')];
    if (response === null && metadata === null) continue;
    const hash = metadata && (JSON.parse(metadata) as ResponseMetadata).responseHash;
    if (response === null || hashOf(response) !== hash) other.push(files.placeOf('response.md'));
  }
  if (other.length === 0) return;
  throw new StorageError(
    `not what the model answered, by the sha256 in metadata.json: ${other.join(', ')}. Put them back, or remove the folders of these trials and run the sweep again. Nothing was changed`,
    other[0] ?? '',
    'ESHAPE',
  );
}

/** Responses answer the prompt that was sent; points for another one would mean nothing. */
async function mustAskTheSame(store: Store, names: TrialName[], levels: Map<string, LevelNow>): Promise<void> {
  const other = new Set<string>();
  for (const trial of names) {
    const { level, prompt } = levels.get(trial.level)!;
    const sent = await filesOf(store, trial).find('prompt.md');
    if (level === null || (sent !== null && sent !== prompt)) other.add(trial.level);
  }
  if (other.size === 0) return;
  const which = [...other].sort().join(', ');
  throw new StorageError(
    `the stored responses answer another prompt than ${which} has now (or that level is gone): put the old one back, or ask anew in a sweep under another name. Nothing was changed`,
    which,
    'EPROMPT',
  );
}

interface StoredGrading {
  score: Score | null;
  key: string | null;
}

async function storedGrading(files: TrialFiles): Promise<StoredGrading> {
  const [score, compile] = [await files.find('score.json'), await files.find('compile.json')];
  return { score: score && JSON.parse(score), key: compile && (JSON.parse(compile) as CompileReport).key };
}

async function lay(files: TrialFiles, { answer, compile, tests, patterns, score }: GradedResponse): Promise<void> {
  await files.writeAnswer(answer);
  await files.writeJson('compile.json', compile);
  await files.writeJson('tests.json', tests);
  await files.writeJson('patterns.json', patterns);
  await files.writeJson('score.json', score);
}

function movement(trial: TrialName, before: StoredGrading, { score, compile }: GradedResponse, levelChanged: boolean): Moved[] {
  if (before.score === null) return [{ trial, from: null, to: score.earned, why: 'not graded before', checks: [] }];
  const checks = scoreDifferences(before.score, score);
  if (checks.length === 0) return [];
  const why = levelChanged ? 'the level changed' : before.key === compile.key ? 'same level, same grader' : 'the grader changed';
  return [{ trial, from: before.score.earned, to: score.earned, why, checks }];
}

/** The sweep is now one of these levels; what a verification said of the old scores holds no longer. */
async function note(
  store: Store,
  file: SweepRecordFile,
  levels: Map<string, LevelNow>,
  versions: Record<string, string>,
  moved: Moved[],
): Promise<ScoredAgain['levels']> {
  const now = [...levels.values()].map(({ level }) => level).filter((level): level is Level => level !== null);
  const changed = [...levels.values()].flatMap(({ name, scoredWith, level }) =>
    level && level.hash !== scoredWith ? [[name, { from: scoredWith, to: level.hash }] as const] : [],
  );
  const scored: ScoredAgain = {
    at: new Date().toISOString(),
    versions,
    levels: Object.fromEntries(changed),
    moved: moved.filter(({ from, to }) => from !== to).length,
  };
  await noteScoredAgain(store, file, now.map(levelRecord), scored);
  await store.remove([auditKey(file.sweep)]);
  return scored.levels;
}

function byName(a: Moved, b: Moved): number {
  const name = ({ trial: { model, level, sample } }: Moved) => `${model}/${level}/${String(sample).padStart(4, '0')}`;
  return name(a) < name(b) ? -1 : 1;
}
