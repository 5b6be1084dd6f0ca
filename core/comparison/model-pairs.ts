import type { LevelRecord } from '../report/sweep-record.ts';
import { comparePairs, type Pair } from './pair.ts';
import type { PairedLevel } from './paired-level.ts';

/** A trial's points; null where it has no score. */
export interface ScoredTrial {
  model: string;
  level: string;
  earned: number | null;
}

/** Every pair of these models over the levels that both have scores on, the earlier named one first. */
export function modelPairs(names: string[], levels: Pick<LevelRecord, 'name' | 'points'>[], trials: ScoredTrial[]): Pair[] {
  const scores = scoresOf(trials);
  const contests = names.flatMap((first, index) =>
    names
      .slice(index + 1)
      .map((second) => ({ first, second, levels: levels.flatMap((level) => pairedLevel(level, first, second, scores)) })),
  );
  return comparePairs(contests);
}

/** Scores by model and level. */
type Scores = Map<string, Map<string, number[]>>;

function scoresOf(trials: ScoredTrial[]): Scores {
  const byModel = Map.groupBy(trials, ({ model }) => model);
  return new Map(
    [...byModel].map(([model, own]) => {
      const byLevel = Map.groupBy(own, ({ level }) => level);
      return [model, new Map([...byLevel].map(([level, all]) => [level, all.flatMap(({ earned }) => earned ?? [])]))];
    }),
  );
}

function pairedLevel({ name, points }: Pick<LevelRecord, 'name' | 'points'>, first: string, second: string, scores: Scores): PairedLevel[] {
  const [ours, theirs] = [scores.get(first)?.get(name) ?? [], scores.get(second)?.get(name) ?? []];
  return ours.length === 0 || theirs.length === 0 ? [] : [{ points, first: ours, second: theirs, shared: 0 }];
}
