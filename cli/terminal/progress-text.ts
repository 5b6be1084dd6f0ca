import { resolutionNote } from '../../core/report/resolution.ts';
import { progressTable, type SweepProgress } from '../../core/sweep-progress.ts';

/** The table of a sweep, and which differences in it are too small to mean anything. */
export function progressText(progress: SweepProgress): string {
  const [first] = progress.models;
  const levels = Object.keys(first?.levels ?? {}).length;
  const samples = Math.round((first?.total ?? 0) / levels);
  const note = progress.models.length > 1 && samples > 0 ? `\n\n${resolutionNote(levels, samples)}` : '';
  return progressTable(progress) + note;
}
