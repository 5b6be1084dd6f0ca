import type { Results } from '../results.ts';

/**
 * `results.csv`: one line per trial (RFC 4180, line feeds, UTF-8). An unknown number is empty; `checks` reads
 * `a=pass;b=failed`, flags are separated by semicolons.
 */
export function renderCsv(results: Results): string {
  const levels = new Map(results.levels.map((level) => [level.name, level]));
  const rows = results.trials.map((trial) => [
    trial.model,
    levels.get(trial.level)?.tier ?? '',
    trial.level,
    trial.sample,
    trial.points,
    trial.earned ?? '',
    trial.stopReason ?? '',
    trial.flags.join(';'),
    Object.entries(trial.checks)
      .map(([id, found]) => `${id}=${found}`)
      .join(';'),
    trial.responseHash ?? '',
  ]);
  const head = ['model', 'tier', 'level', 'sample', 'points', 'earned', 'stop_reason', 'flags', 'checks', 'response_sha256'];
  return csvText([head, ...rows]);
}

/** Lines of RFC 4180; null is an empty field. */
export function csvText(rows: (string | number | null)[][]): string {
  return rows.map((row) => `${row.map((value) => field(value ?? '')).join(',')}\n`).join('');
}

/** Quoted where needed. A leading sign that spreadsheets would take for a formula is kept from being one. */
function field(value: string | number): string {
  const text = typeof value === 'string' && /^[=+\-@\t\r]/.test(value) ? `'${value}` : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
