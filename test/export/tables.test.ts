import assert from 'node:assert/strict';
import { it } from 'node:test';
import { checkTable, trialTable } from '../../core/export/tables.ts';
import { troubledSweep } from './troubled-sweep.ts';

/** Lines as objects; no field of this sweep holds a comma. */
function rowsOf(text: string): Record<string, string>[] {
  const [head = '', ...lines] = text.trimEnd().split('\n');
  const names = head.split(',');
  return lines.map((line) => {
    const values = line.split(',');
    assert.equal(values.length, names.length, line);
    return Object.fromEntries(names.map((name, index) => [name, values[index] ?? '']));
  });
}

const record = troubledSweep();

it('has a line for every planned trial, with what is known of it', () => {
  const rows = rowsOf(trialTable(record));
  assert.equal(rows.length, 12);
  const { model, level, sample, points, earned, unscored, total_ms, requests, cost_usd } = rows[1]!;
  assert.deepEqual([model, level, sample, points, earned, unscored], ['ollama:poor', '02-codec', '2', '4', '1', '']);
  assert.deepEqual([total_ms, requests, cost_usd], ['2000', '1', '0.01']);
  assert.deepEqual(
    rows.filter(({ earned: known }) => known === '').map((row) => [row.model, row.sample, row.unscored]),
    [
      ['ollama:poor', '1', 'not scored: b: out of memory'],
      ['ollama:poor', '2', 'no response: provider down'],
      ['ollama:odd', '2', 'no response yet'],
    ],
  );
  assert.deepEqual([rows[10]!.input_tokens, rows[10]!.output_tokens, rows[10]!.stop_reason], ['', '9', 'looping']);
});

it('has a line for every check of every planned trial', () => {
  const rows = rowsOf(checkTable(record));
  assert.equal(rows.length, 24);
  const brief = rows
    .slice(0, 8)
    .map(({ level, sample, check, points, earned, verdict, reason }) => [level, sample, check, points, earned, verdict, reason].join(' '));
  assert.deepEqual(brief, [
    '02-codec 1 a 1 0 fail compile-error',
    '02-codec 1 b 3 0 fail needs a',
    '02-codec 2 a 1 1 pass ',
    '02-codec 2 b 3 0 fail failed',
    '14-lease 1 a 1 1 pass ',
    '14-lease 1 b 3  not-scored out of memory',
    '14-lease 2 a 1  not-scored no response: provider down',
    '14-lease 2 b 3  not-scored no response: provider down',
  ]);
});
