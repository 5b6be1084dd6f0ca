import type { CheckScore, Score } from '../score.ts';
import type { LevelRecord, TrialRecord } from './sweep-record.ts';

/** A file of a trial that cannot be of the trial in whose folder it lies, by its name there. */
export interface Contradiction {
  file: string;
  what: string;
}

/** What the files of a trial say against each other and against the sweep's level; none where all was written by one run. */
export function contradictions({ model, metadata, score }: TrialRecord, level: LevelRecord): Contradiction[] {
  const found: Contradiction[] = [];
  if (metadata !== null && metadata.model !== model)
    found.push({ file: 'metadata.json', what: `is of ${metadata.model}, in the folder of ${model}` });
  if (score === null) return found;
  if (metadata === null) found.push({ file: 'metadata.json', what: 'is missing, although the response has a score' });
  if (score.level !== level.name) found.push({ file: 'score.json', what: `is of ${score.level}, in the folder of ${level.name}` });
  else if (!sameChecks(score.checks, level.checks))
    found.push({
      file: 'score.json',
      what: `has other checks or points than sweep.json tells of ${level.name}: one of the two was edited, or "specgen score" was stopped half-way and has to be run again`,
    });
  else if (!addsUp(score, level)) found.push({ file: 'score.json', what: 'has more or fewer points than its checks earn' });
  return found;
}

const sameChecks = (scored: CheckScore[], asked: LevelRecord['checks']): boolean =>
  scored.length === asked.length && asked.every(({ id, points }, index) => scored[index]?.id === id && scored[index].points === points);

function addsUp({ checks, earned, points }: Score, level: LevelRecord): boolean {
  const within = checks.every((check) => check.earned === null || (check.earned >= 0 && check.earned <= check.points));
  const sum = checks.some((check) => check.earned === null) ? null : checks.reduce((total, check) => total + (check.earned ?? 0), 0);
  return within && earned === sum && points === level.points;
}
