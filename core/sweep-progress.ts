import type { ModelState, ModelTally } from './tally.ts';
import { percentOf, pointsOf } from './tally.ts';

/** What the query `progress` answers. */
export interface SweepProgress {
  sweep: string;
  state: 'running' | 'paused' | 'done' | 'cancelled';
  done: number;
  total: number;
  models: ModelTally[];
}

/** What the query `leaderboard` answers, best first. */
export interface LeaderboardLine {
  model: string;
  status: ModelState['state'];
  /** Sums over the scored trials so far. */
  earned: number;
  possible: number;
  /** 0–100, null as long as nothing is scored. */
  percent: number | null;
  notScored: number;
  done: number;
  total: number;
}

const line = (tally: ModelTally): LeaderboardLine => {
  const points = pointsOf(tally);
  return { model: tally.model, status: tally.status.state, ...points, percent: percentOf(points), done: tally.done, total: tally.total };
};

export const leaderboardOf = (models: ModelTally[]): LeaderboardLine[] =>
  models.map(line).sort((a, b) => (b.percent ?? -1) - (a.percent ?? -1) || (a.model < b.model ? -1 : 1));

const cell = (tally: ModelTally, level: string): string => {
  const sums = tally.levels[level];
  if (!sums || sums.done === 0) return '·';
  const percent = percentOf({ earned: sums.earned, possible: sums.possible });
  return percent === null ? '?' : `${Math.round(percent)}`;
};

/** What the numbers of a line do not tell already. */
const remark = ({ status, costUsd }: ModelTally): string => {
  const cost = costUsd === null ? '' : ` $${costUsd.toFixed(2)}`;
  if (status.state === 'running' || status.state === 'done') return cost;
  return `${cost} ${status.state}${'reason' in status ? `: ${status.reason}` : ''}`;
};

/** A live table models × levels in percent of the points, as fixed-width text; `?` is not scored, `·` not begun. */
export function progressTable(progress: SweepProgress): string {
  const levels = Object.keys(progress.models[0]?.levels ?? {});
  const width = Math.max(5, ...progress.models.map((tally) => tally.model.length));
  const head = ['model'.padEnd(width), 'trials'.padStart(9), ...levels.map((name) => `L${Number.parseInt(name, 10)}`.padStart(4)), '    %'];
  const rows = progress.models.map((tally) => {
    const percent = percentOf(pointsOf(tally));
    return [
      tally.model.padEnd(width),
      `${tally.done}/${tally.total}`.padStart(9),
      ...levels.map((level) => cell(tally, level).padStart(4)),
      (percent === null ? '–' : percent.toFixed(1)).padStart(5),
      remark(tally),
    ];
  });
  return [head, ...rows].map((row) => row.join(' ').trimEnd()).join('\n');
}
