import assert from 'node:assert/strict';
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, it } from 'node:test';
import { writeReport } from '../../activities/report.ts';
import { verifySweep } from '../../audit/verify.ts';
import type { ResponseMetadata } from '../../core/response.ts';
import { contentKey } from '../../storage/responses/content-key.ts';
import { ResponseStore } from '../../storage/responses/response-store.ts';
import { type StoredSweep, storedSweep } from './stored-sweep.ts';

async function edit(file: string, change: (text: string) => string): Promise<void> {
  const text = await readFile(file, 'utf8');
  assert.notEqual(change(text), text, `the edit of ${file} changes nothing`);
  await writeFile(file, change(text));
}

async function problemsOf({ sweep, auditing, folder }: StoredSweep): Promise<string[]> {
  const { problems } = await verifySweep(sweep, auditing);
  return problems.map(({ file, what }) => `${path.relative(folder, file)}: ${what}`);
}

describe('verifySweep', () => {
  it('finds nothing where nothing was touched, and notes what it did', async (test) => {
    const stored = await storedSweep(test);
    const { audit, problems } = await verifySweep(stored.sweep, stored.auditing);
    assert.deepEqual(problems, []);
    assert.deepEqual({ ...audit, at: '' }, { at: '', responses: 4, regraded: 4, verdicts: 24, differing: 0, problems: 0 });
    assert.deepEqual(JSON.parse(await readFile(path.join(stored.folder, 'audit.json'), 'utf8')), audit);
  });

  it('shows in the report what it found, and is not misled by that', async (test) => {
    const stored = await storedSweep(test);
    await verifySweep(stored.sweep, stored.auditing);
    const report = await readFile(path.join(stored.folder, 'report', 'REPORT.md'), 'utf8');
    assert.match(report, /Verified \d{4}-\d\d-\d\d: all 4 responses graded anew, 0 of 24 verdicts differ\./);
    assert.deepEqual(await problemsOf(stored), []);
  });

  it('finds an edited response', async (test) => {
    const stored = await storedSweep(test);
    await edit(stored.file('unchanged', 1, 'response.md'), (text) => `${text}\nMore words.`);
    const problems = await problemsOf(stored);
    assert.equal(problems.length, 2);
    assert.match(problems[1] ?? '', /18-telescope-lease-1\.html: does not show what is stored/);
    assert.match(
      problems[0] ?? '',
      /^builtin\+unchanged\/18-telescope-lease\/1\/response\.md: its sha256 is \w{12}, metadata\.json says \w{12}$/,
    );
  });

  it('finds a response that was exchanged along with its hash', async (test) => {
    const stored = await storedSweep(test);
    for (const name of ['response.md', 'metadata.json']) await cp(stored.file('reference', 1, name), stored.file('unchanged', 1, name));
    const problems = await problemsOf(stored);
    assert.ok(problems.some((problem) => /score\.json: all: stored 1 of 6, found 6 of 6/.test(problem)));
    assert.ok(problems.some((problem) => /metadata\.json: is of builtin:reference, in the folder of builtin:unchanged/.test(problem)));
    assert.ok(problems.some((problem) => /report\/results\.json/.test(problem)));
  });

  it('finds an edited score', async (test) => {
    const stored = await storedSweep(test);
    await edit(stored.file('unchanged', 2, 'score.json'), (text) => text.replace('"earned": 1,\n  "checks"', '"earned": 6,\n  "checks"'));
    const problems = await problemsOf(stored);
    assert.match(problems[0] ?? '', /19-kit-stock\/1\/score\.json: all: stored 6 of 6, found 1 of 6$/);
    assert.ok(problems.some((problem) => problem.startsWith('report/results.csv')));
  });

  it('finds an edited verdict', async (test) => {
    const stored = await storedSweep(test);
    await edit(stored.file('unchanged', 1, 'tests.json'), (text) =>
      text.replace('"verdict": "fail",\n      "reason": "failed"', '"verdict": "pass"'),
    );
    const problems = await problemsOf(stored);
    assert.match(problems.join('\n'), /tests\.json: b: stored pass, found fail: failed/);
  });

  it('finds an edited prompt and an edited answer', async (test) => {
    const stored = await storedSweep(test);
    await edit(stored.file('reference', 1, 'prompt.md'), (text) => text.replace('R1', 'R0'));
    await edit(stored.file('reference', 1, 'answer/lease/lease.go'), (text) => `${text}// more\n`);
    const problems = await problemsOf(stored);
    assert.equal(problems.length, 3);
    assert.match(problems[2] ?? '', /builtin\+reference\/18-telescope-lease-1\.html: does not show what is stored/);
    assert.match(problems.join('\n'), /answer\/lease\/lease\.go: is not what extraction finds in response\.md\n.*prompt\.md: its sha256/);
  });

  it('finds an edited hash', async (test) => {
    const stored = await storedSweep(test);
    await edit(stored.file('reference', 2, 'metadata.json'), (text) => text.replace(/("responseHash": ")..../, '$10000'));
    const problems = await problemsOf(stored);
    assert.match(problems[0] ?? '', /response\.md: its sha256 is \w{12}, metadata\.json says 0000/);
    assert.ok(problems.some((problem) => problem.startsWith('report/results.json')));
  });

  it('finds a changed level, and grades none of its trials', async (test) => {
    const stored = await storedSweep(test);
    await edit(path.join(stored.specs, '19-kit-stock', 'level.json'), (text) => text.replace('"title": "', '"title": "New '));
    const { problems, audit } = await verifySweep(stored.sweep, stored.auditing);
    assert.deepEqual([audit.responses, audit.regraded], [4, 2]);
    assert.match(problems[0]?.what ?? '', /^the level is not the one that the scores were made with/);
  });

  it('finds points of a level that were edited in sweep.json, of which no report is made', async (test) => {
    const stored = await storedSweep(test);
    await edit(path.join(stored.folder, 'sweep.json'), (text) => text.replace('"points": 6,', '"points": 7,'));
    await assert.rejects(writeReport(stored.auditing.store, stored.sweep), /score\.json has more or fewer points than its checks earn/);
    const problems = await problemsOf(stored);
    assert.match(problems[0] ?? '', /18-telescope-lease: sweep\.json tells something else of this level than its folder does$/);
  });

  it('finds a score whose response is gone, and counts trials without one', async (test) => {
    const stored = await storedSweep(test);
    for (const name of ['response.md', 'metadata.json']) await rm(stored.file('unchanged', 1, name));
    await rm(path.dirname(stored.file('unchanged', 2, '')), { recursive: true });
    const { problems, planned, audit } = await verifySweep(stored.sweep, stored.auditing);
    assert.match(problems[0]?.file ?? '', /unchanged\/18-telescope-lease\/1\/metadata\.json$/);
    assert.equal(problems[0]?.what, 'is missing, although the response has a score');
    assert.deepEqual([planned, audit.responses], [4, 2]);
  });

  it('finds reports of grading that were cut short', async (test) => {
    const stored = await storedSweep(test);
    await writeFile(stored.file('unchanged', 1, 'tests.json'), '{}');
    await writeFile(stored.file('unchanged', 2, 'patterns.json'), '{"verdicts":');
    const problems = (await problemsOf(stored)).join('\n');
    assert.match(problems, /unchanged\/19-kit-stock\/1\/patterns\.json: is not JSON/);
    assert.match(problems, /unchanged\/18-telescope-lease\/1\/tests\.json: b: stored no verdict, found fail/);
  });

  it('finds an edited page of a trial, and one that is missing', async (test) => {
    const stored = await storedSweep(test);
    const page = (level: string) => path.join(stored.folder, 'report', 'trials', 'builtin+unchanged', `${level}-1.html`);
    await edit(page('18-telescope-lease'), (text) => text.replace('1 of 6', '6 of 6'));
    await rm(page('19-kit-stock'));
    const problems = (await problemsOf(stored)).join('\n');
    assert.match(problems, /18-telescope-lease-1\.html: does not show what is stored/);
    assert.match(problems, /19-kit-stock-1\.html: missing/);
  });

  it('finds the sweep of another name', async (test) => {
    const stored = await storedSweep(test);
    await edit(path.join(stored.folder, 'sweep.json'), (text) => text.replace('"sweep": "night"', '"sweep": "day"'));
    assert.match((await problemsOf(stored))[0] ?? '', /holds the sweep day, by its sweep\.json$/);
  });

  it('finds metadata that differs from the copy that sweeps share, report and all', async (test) => {
    const stored = await storedSweep(test);
    const file = stored.file('reference', 1, 'metadata.json');
    const { identity, ...rest }: ResponseMetadata = JSON.parse(await readFile(file, 'utf8'));
    // a response tells more of its model than was known when it was asked for
    const metadata = { identity: { ...identity, resolved: 'the model in full' }, ...rest };
    await writeFile(file, `${JSON.stringify(metadata, null, 2)}\n`);
    await writeReport(stored.auditing.store, stored.sweep);
    const [text, prompt] = await Promise.all(
      ['response.md', 'prompt.md'].map((name) => readFile(stored.file('reference', 1, name), 'utf8')),
    );
    const { sampling } = metadata;
    const store = new ResponseStore(stored.auditing.store);
    await store.finish(contentKey({ identity, sampling, prompt: prompt ?? '', sample: 1 }), { text: text ?? '', reasoning: '', metadata });
    const { problems, uncopied } = await verifySweep(stored.sweep, stored.auditing);
    assert.deepEqual([problems, uncopied], [[], 3]);
    await edit(file, (all) => all.replace('"stopReason": "complete"', '"stopReason": "truncated"'));
    await writeReport(stored.auditing.store, stored.sweep);
    assert.match((await problemsOf(stored)).join('\n'), /metadata\.json: is not what the copy in responses\/ says$/);
  });

  it('finds trials that nobody planned, and reports that tell something else', async (test) => {
    const stored = await storedSweep(test);
    await mkdir(path.join(stored.folder, 'builtin+reference', '18-telescope-lease', '2'));
    await edit(path.join(stored.folder, 'report', 'results.csv'), (text) => text.replace(',6,', ',5,'));
    const problems = await problemsOf(stored);
    assert.match(problems.join('\n'), /18-telescope-lease\/2: is of no trial that the sweep planned/);
    assert.match(problems.join('\n'), /results\.csv: is not what the stored trials give/);
  });

  it('finds what is missing', async (test) => {
    const stored = await storedSweep(test);
    await rm(stored.file('reference', 1, 'score.json'));
    await rm(stored.file('reference', 2, 'metadata.json'));
    const problems = await problemsOf(stored);
    assert.match(problems.join('\n'), /score\.json: missing: this response is not graded/);
    assert.match(problems.join('\n'), /metadata\.json: missing, although the other one of the two is there/);
  });

  it('names every file that is no longer what was written', async (test) => {
    const stored = await storedSweep(test);
    await writeFile(stored.file('reference', 1, 'score.json'), '{"level":');
    await writeFile(stored.file('unchanged', 2, 'metadata.json'), '{}');
    await assert.rejects(
      verifySweep(stored.sweep, stored.auditing),
      /reference.*score\.json is not as .*not JSON[\s\S]*unchanged.*metadata\.json is not as/,
    );
  });
});
