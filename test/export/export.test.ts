import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { execa } from 'execa';
import { writeInspectLogs } from '../../activities/export.ts';
import { readSweepRecord } from '../../activities/sweep-record.ts';
import type { SweepRecord } from '../../core/report/sweep-record.ts';
import { FolderStore } from '../../storage/folder/folder-store.ts';
import { trialKey } from '../../storage/trials/keys.ts';
import { storeSweep, usualTexts } from '../report/stored-sweep.ts';
import { misfits } from './eval-log-schema.ts';
import { troubledSweep } from './troubled-sweep.ts';

const project = path.resolve(import.meta.dirname, '..', '..');

/**
 * Which files Inspect lists: `log_file_pattern` in `inspect_ai/log/_file.py`, and time, task, model and id between
 * underscores. Inspect takes colons, too; some file systems do not.
 */
const listed = /^\d{4}-\d{2}-\d{2}T\d{2}-\d{2}-\d{2}[^_:]*_specgen_[^_:]+_[0-9a-f]{22}\.json$/;

function stored(test: TestContext, record: SweepRecord): { output: string; logs: string } {
  const output = mkdtempSync(path.join(tmpdir(), 'specgen-export-'));
  test.after(() => rmSync(output, { recursive: true, force: true }));
  storeSweep(output, record, usualTexts);
  return { output, logs: path.join(output, record.sweep, 'export', 'inspect') };
}

const exported = (output: string, ...args: string[]) =>
  execa(process.execPath, [path.join(project, 'cli', 'main.ts'), 'export', ...args], { env: { SPECGEN_OUTPUT: output }, reject: false });

describe('specgen export', () => {
  it('writes a log for each model, which is no trial of the sweep', async (test) => {
    const { output, logs } = stored(test, troubledSweep());
    const reasoning = path.join(output, trialKey({ sweep: 'night', model: 'ollama:odd', level: '02-codec', sample: 1 }), 'reasoning.md');
    writeFileSync(reasoning, 'Let me see.');
    const { stdout } = await exported(output, 'night', '--json');
    const { folder, files } = JSON.parse(stdout) as { folder: string; files: string[] };
    assert.equal(folder, logs);
    assert.deepEqual(files.map((file) => path.basename(file)).sort(), readdirSync(logs).sort());
    const models = files.map((file) => {
      assert.match(path.basename(file), listed);
      const log = JSON.parse(readFileSync(file, 'utf8'));
      assert.deepEqual(misfits(log), []);
      assert.ok(path.basename(file).endsWith(`_${log.eval.task_id}.json`));
      return [log.eval.model, log.samples.length];
    });
    assert.deepEqual(models, [
      ['ollama/poor', 4],
      ['ollama/good', 4],
      ['ollama/odd', 4],
    ]);
    const odd = JSON.parse(readFileSync(files[2]!, 'utf8'));
    assert.deepEqual(odd.samples[0].messages[1].content[0], { type: 'reasoning', reasoning: 'Let me see.' });
    assert.deepEqual((await readSweepRecord(new FolderStore(output), 'night')).strays, []);
  });

  it('replaces what it wrote before, and nothing else', async (test) => {
    const record = troubledSweep();
    const { output, logs } = stored(test, record);
    await writeInspectLogs(new FolderStore(output), record, { store: new FolderStore(logs), prefix: '' });
    const [before = ''] = readdirSync(logs).filter((name) => name.includes('good'));
    writeFileSync(path.join(logs, 'own.json'), '{}');
    const earlier = structuredClone(record);
    earlier.trials[0]!.metadata!.timing.startedAt = '2025-12-31T00:00:00.000Z';
    await writeInspectLogs(new FolderStore(output), earlier, { store: new FolderStore(logs), prefix: '' });
    const after = readdirSync(logs);
    assert.equal(after.length, 4);
    assert.ok(after.includes('own.json') && !after.includes(before));
  });

  it('refuses to make up what is not there', async (test) => {
    const record = troubledSweep();
    const { output, logs } = stored(test, record);
    rmSync(path.join(output, trialKey({ sweep: 'night', model: 'ollama:good', level: '02-codec', sample: 1 }), 'response.md'));
    await assert.rejects(
      writeInspectLogs(new FolderStore(output), record, { store: new FolderStore(logs), prefix: '' }),
      /ollama:good\/02-codec\/1: response\.md is missing/,
    );
    const empty = { ...record, trials: record.trials.map((trial) => ({ ...trial, metadata: null, score: null })) };
    await assert.rejects(
      writeInspectLogs(new FolderStore(output), empty, { store: new FolderStore(logs), prefix: '' }),
      /night has none yet; wait for one/,
    );
  });

  it('writes tables where it is told', async (test) => {
    const { output } = stored(test, troubledSweep());
    const to = path.join(output, 'tables');
    const { stdout } = await exported(output, 'night', '--format', 'csv', '--to', to, '--json');
    assert.deepEqual(JSON.parse(stdout).files, [path.join(to, 'trials.csv'), path.join(to, 'checks.csv')]);
    assert.equal(readFileSync(path.join(to, 'trials.csv'), 'utf8').split('\n').length, 14);
    const wrong = await exported(output, 'night', '--format', 'xml');
    assert.equal(wrong.exitCode, 1);
    assert.match(wrong.stderr, /inspect, csv/);
  });
});
