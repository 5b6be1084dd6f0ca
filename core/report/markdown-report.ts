import { buildResults } from '../results.ts';
import { differenceSection } from './differences.ts';
import { gradingSection } from './grading.ts';
import { markdownLeaderboard } from './leaderboard.ts';
import { levelSection } from './level-analysis.ts';
import { matrixSection } from './matrix.ts';
import { missedSection } from './missed-checks.ts';
import { costSection, readingNotes, settingsSection } from './settings.ts';
import type { SweepRecord } from './sweep-record.ts';
import { escapeMarkdown } from './table.ts';
import { buildTelemetry } from './telemetry.ts';
import { tierSection } from './tiers.ts';
import { responseSection, troubleSection } from './trouble.ts';

/** `REPORT.md` of a sweep, finished or not. The same record gives the same bytes. `results` are those of the record, where they are at hand. */
export function renderReport(record: SweepRecord, results = buildResults(record)): string {
  const open = record.trials.filter((trial) => trial.score?.earned == null).length;
  const parts = [
    `# Sweep ${escapeMarkdown(record.sweep)}\n`,
    ...(open === 0 ? [] : [`${open} of ${record.trials.length} trials are not scored, or not yet: see Infrastructure.\n`]),
    ...unsandboxedNotice(record),
    `## Leaderboard\n\n${markdownLeaderboard(results)}`,
    readingNotes(record),
    ...nonEmpty(differenceSection(results)),
    tierSection(results),
    matrixSection(results),
    missedSection(results),
    levelSection(results),
    responseSection(results),
    gradingSection(record),
    troubleSection(record, results),
    costSection(buildTelemetry(record)),
    settingsSection(record, results),
  ];
  return parts.join('\n');
}

const nonEmpty = (section: string): string[] => (section === '' ? [] : [section]);

function unsandboxedNotice(record: SweepRecord): string[] {
  const count = record.trials.filter((trial) => trial.unsandboxed).length;
  if (count === 0) return [];
  return [
    `> **Graded without a sandbox:** ${count} of ${record.trials.length} trials ran with \`--unsafe-no-sandbox\`. Their code could have forged its verdicts.\n`,
  ];
}
