import type { SweepProgress } from '../../core/sweep-progress.ts';
import type { ModelTally } from '../../core/tally.ts';
import { pointsOf } from '../../core/tally.ts';

const barWidth = 20;

const bar = (done: number, total: number): string => {
  const full = total === 0 ? 0 : Math.floor((barWidth * done) / total);
  return '█'.repeat(full) + '░'.repeat(barWidth - full);
};

/** 45 s, 12 min, 3.5 h */
export function duration(seconds: number): string {
  if (seconds < 90) return `${Math.round(seconds)} s`;
  return seconds < 5400 ? `${Math.round(seconds / 60)} min` : `${(seconds / 3600).toFixed(1)} h`;
}

const speed = (tally: ModelTally): string =>
  tally.generationMs > 0 && tally.outputTokens > 0 ? `${((1000 * tally.outputTokens) / tally.generationMs).toFixed(1)} tok/s` : '';

/** Time left at the pace since following began; unknown until something was done. */
function left(tally: ModelTally, doneBefore: number, elapsedSeconds: number): string {
  const done = tally.done - doneBefore;
  if (tally.status.state !== 'running' || done <= 0 || tally.done >= tally.total) return '';
  return `${duration((elapsedSeconds / done) * (tally.total - tally.done))} left`;
}

const cost = ({ costUsd }: ModelTally): string => (costUsd === null ? '' : `$${costUsd.toFixed(2)}`);

const status = ({ status: it }: ModelTally): string => ('reason' in it ? `${it.state}: ${it.reason}` : it.state);

/** What was done when following began, to tell the pace. */
export interface Baseline {
  done: Record<string, number>;
  elapsedSeconds: number;
}

/** One line for each model: bar, trials, points so far, speed, cost, time left, state and what it waits for. */
export function barLines(progress: SweepProgress, since: Baseline): string[] {
  const width = Math.max(...progress.models.map((tally) => tally.model.length));
  return progress.models.map((tally) => {
    const { earned, possible } = pointsOf(tally);
    const parts = [
      tally.model.padEnd(width),
      bar(tally.done, tally.total),
      `${tally.done}/${tally.total}`.padStart(9),
      `${earned}/${possible} points`,
      speed(tally),
      cost(tally),
      left(tally, since.done[tally.model] ?? 0, since.elapsedSeconds),
      status(tally),
    ];
    return parts.filter((part) => part !== '').join('  ');
  });
}
