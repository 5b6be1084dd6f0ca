import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { existsSync, globSync, readFileSync, renameSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import type { SweepRecord } from '../../core/report/sweep-record.ts';
import { buildResults } from '../../core/results.ts';
import type { Score } from '../../core/score.ts';
import { trialKey } from '../../storage/trials/keys.ts';
import { levels, sweepRecord, trialOf } from '../core/sweep-fixture.ts';
import { madeUpSweep } from './made-up-sweep.ts';
import { type WrittenReport, writtenReport } from './written-report.ts';

async function reportOf(t: TestContext, record: SweepRecord): Promise<WrittenReport> {
  const written = await writtenReport(record);
  t.after(written.remove);
  return written;
}

const small = () => madeUpSweep({ models: 2, levels: 2, samples: 2 });
const pagesIn = (report: string): string[] => globSync('trials/**/*.html', { cwd: report }).sort();
const read = (report: string, name: string): string => readFileSync(path.join(report, name), 'utf8');
const inode = (report: string, name: string): number => statSync(path.join(report, name)).ino;
const first = 'trials/ollama+qwen2.5-coder+32b/01-made-up-task-1.html';

describe('index.html', () => {
  it('links every trial of the sweep, and each link leads to a page', async (t) => {
    const { report } = await reportOf(t, sweepRecord());
    const linked = [...read(report, 'index.html').matchAll(/href="(trials\/[^"]+)"/g)].map(([, address = '']) =>
      decodeURIComponent(address),
    );
    assert.deepEqual(linked.toSorted(), pagesIn(report));
    assert.equal(linked.length, 8);
  });

  it('holds the leaderboard, every level, and what is not scored and why', async (t) => {
    const { report } = await reportOf(t, sweepRecord());
    const page = read(report, 'index.html');
    const { models } = buildResults(sweepRecord());
    for (const { model, total } of models)
      assert.ok(page.includes(model) && (total.percent === null || page.includes(total.percent.toFixed(1))));
    for (const { number, title } of levels) assert.ok(page.includes(`<summary>L${number} ${title} `));
    for (const heading of ['Which differences are real', 'Checks that models miss', 'Grading'])
      assert.ok(page.includes(`>${heading}</h2>`));
    assert.match(page, /Not verified since: <code>specgen verify night<\/code>/);
    assert.match(page, /2 of 8 trials are not scored/);
    assert.match(page, /sample 1: not scored: out of memory/);
    assert.match(page, /sample 2: not scored: provider down/);
  });

  it('says beside every table of points what is too small to be seen', async (t) => {
    const { report } = await reportOf(t, small());
    const sections = read(report, 'index.html').split('<section ').slice(1);
    const saying = sections.filter((section) => /ifferences of two models below about \d+ points|Would be seen/.test(section));
    const named = saying.map((section) => /aria-labelledby="([^"]+)"/.exec(section)?.[1]);
    assert.deepEqual(named, ['leaderboard', 'differences', 'heat-map', 'tiers', 'levels']);
  });

  it('leads straight to the trial where there is one sample', async (t) => {
    const { report } = await reportOf(t, madeUpSweep({ models: 1, levels: 1, samples: 1 }));
    assert.match(read(report, 'index.html'), /<td class="shade-\d+"><a href="trials\//);
    assert.doesNotMatch(read(report, 'index.html'), /popover id/);
    assert.doesNotMatch(read(report, 'index.html'), /Which differences are real/);
  });

  it('lets nothing run but its own script and style', async (t) => {
    const { report } = await reportOf(t, small());
    for (const name of ['index.html', first]) {
      const page = read(report, name);
      const [, policy = ''] = /Content-Security-Policy" content="([^"]+)"/.exec(page) ?? [];
      const texts = [...page.matchAll(/<(?:style|script)>([\s\S]*?)<\/(?:style|script)>/g)].map(([, text = '']) => text);
      const hashes = texts.map((text) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`);
      assert.deepEqual(policy.match(/'sha256-[^']+'/g), hashes);
      assert.match(policy, /^default-src 'none';/);
      assert.doesNotMatch(policy, /unsafe/);
      assert.doesNotMatch(page, /(src|href)="(https?:)?\/\/|@import|url\(/);
    }
  });

  it('says what plots leave out', async (t) => {
    const { report } = await reportOf(t, small());
    assert.match(read(report, 'index.html'), /ollama:qwen2\.5-coder:32b: no known cost/);
    assert.ok(!existsSync(path.join(report, 'points-against-cost.svg')));
    assert.match(read(report, 'points-against-time.svg'), /^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg"/);
  });
});

describe("a trial's page", () => {
  const page = async (t: TestContext, change: (record: SweepRecord) => void): Promise<string> => {
    const record = sweepRecord();
    change(record);
    const { report } = await reportOf(t, record);
    return read(report, 'trials/ollama+poor/02-codec-1.html');
  };

  it('shows verdicts with reasons and points', async (t) => {
    const text = await page(t, () => undefined);
    assert.match(
      text,
      /<th scope="row">a builds<\/th><td>compile<\/td><td class="right">0\/1<\/td><td><span class="fail">compile-error<\/span>/,
    );
    assert.match(text, /needs a/);
    assert.match(text, /0 of 4 points/);
  });
  it('says why there is no response', async (t) => {
    const text = await page(t, ({ trials }) => trials.splice(0, 1, trialOf('ollama:poor', '02-codec', 1, undefined)));
    assert.match(text, /not scored: provider down/);
    assert.match(text, /No response yet\./);
    assert.match(text, /Not asked yet\./);
  });
  it('says that a response is not graded yet', async (t) => {
    const text = await page(t, ({ trials }) => trials.splice(0, 1, { ...trialOf('ollama:poor', '02-codec', 1, 4), score: null }));
    assert.match(text, /not scored: not graded yet/);
    assert.match(text, /<td>not graded yet<\/td>/);
    assert.match(text, /Findings/);
  });
  it('leads back and to its neighbours', async (t) => {
    const { report } = await reportOf(t, small());
    const here = path.join(report, 'trials/ollama+qwen2.5-coder+32b/02-made-up-task-2.html');
    const links = [...readFileSync(here, 'utf8').matchAll(/<header>.*?<\/nav>/gs)].flatMap(([nav]) => nav.match(/(?<=href=")[^"]+/g) ?? []);
    const files = links.map((link) => path.relative(report, path.resolve(path.dirname(here), decodeURIComponent(link))));
    const pages = ['trials/ollama+qwen2.5-coder+32b/02-made-up-task-1.html', 'trials/ollama+qwen2.5-coder+0.5b/01-made-up-task-1.html'];
    assert.deepEqual(files, ['index.html', ...pages]);
  });
});

describe('a report that is written again', () => {
  it('leaves pages alone whose trials did not change', async (t) => {
    const { report, again } = await reportOf(t, small());
    const before = pagesIn(report).map((name) => inode(report, name));
    await again();
    assert.deepEqual(
      pagesIn(report).map((name) => inode(report, name)),
      before,
    );
  });
  it('makes the page of a changed trial anew', async (t) => {
    const record = small();
    const { report, output, again } = await reportOf(t, record);
    const file = path.join(output, trialKey({ sweep: record.sweep, ...record.trials[0]! }), 'score.json');
    const score: Score = JSON.parse(readFileSync(file, 'utf8'));
    const checks = score.checks.map((check) => ({ ...check, earned: 'ab'.includes(check.id) ? check.points : 0 }));
    writeFileSync(file, JSON.stringify({ ...score, checks, earned: 3 }));
    await again();
    assert.match(read(report, first), /3 of 7 points/);
  });
  it('makes a page anew that a loss of power has cut', async (t) => {
    const { report, again } = await reportOf(t, small());
    const whole = read(report, first);
    truncateSync(path.join(report, first), 300);
    await again();
    assert.equal(read(report, first), whole);
  });
  it('shows an answer that was not there before, though the record did not change', async (t) => {
    const record = small();
    const { report, output, again } = await reportOf(t, record);
    const extracted = path.join(output, trialKey({ sweep: record.sweep, ...record.trials[0]! }), 'extract.json');
    // as a report finds it that is written while a trial's files are
    truncateSync(path.join(report, first), 0);
    renameSync(extracted, `${extracted}.away`);
    await again();
    assert.match(read(report, first), /No answer was extracted yet\./);
    renameSync(`${extracted}.away`, extracted);
    await again();
    assert.match(read(report, first), /<h3>task\.go<\/h3>/);
  });
  it('removes pages of trials that are no longer there, and nothing else', async (t) => {
    const { report, output, again } = await reportOf(t, small());
    const file = path.join(output, 'made-up', 'sweep.json');
    const sweep = JSON.parse(readFileSync(file, 'utf8'));
    writeFileSync(file, JSON.stringify({ ...sweep, models: sweep.models.slice(0, 1) }));
    await again();
    assert.equal(pagesIn(report).length, 4);
    assert.ok(!existsSync(path.join(report, 'trials/ollama+qwen2.5-coder+0.5b')));
  });
});
