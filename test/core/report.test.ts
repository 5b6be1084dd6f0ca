import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { renderReport } from '../../core/report/markdown-report.ts';
import { count, dollars, duration, intervalText } from '../../core/report/numbers.ts';
import type { SweepRecord } from '../../core/report/sweep-record.ts';
import { markdownTable } from '../../core/report/table.ts';
import { levels, sweepRecord, trialOf } from './sweep-fixture.ts';

/** Lines of the section with this heading. */
function section(heading: string, record: SweepRecord = sweepRecord()): string {
  return (
    renderReport(record)
      .split(/^(?=##? )/m)
      .find((part) => part.startsWith(`## ${heading}\n`)) ?? ''
  );
}

function changed(change: (record: SweepRecord) => void): SweepRecord {
  const record = sweepRecord();
  change(record);
  return record;
}

describe('renderReport', () => {
  it('gives the same bytes each time', () => assert.equal(renderReport(sweepRecord()), renderReport(sweepRecord())));

  it('has every section', () => {
    const headings = renderReport(sweepRecord()).match(/^## .*/gm);
    const expected = [
      'Leaderboard',
      'Which differences are real',
      'Tiers and full marks',
      'Models and levels',
      'Checks that models miss',
      'Levels',
      'Responses',
      'Grading',
      'Infrastructure',
      'Time, tokens, cost',
      'Settings',
    ];
    assert.deepEqual(
      headings,
      expected.map((heading) => `## ${heading}`),
    );
  });

  it('says up front how much is not scored', () => assert.match(renderReport(sweepRecord()), /^2 of 8 trials are not scored/m));
  it('says nothing of it when all is scored', () => {
    const record = changed((all) => {
      all.trials = all.trials.slice(4);
      all.models = ['ollama:good'];
    });
    assert.doesNotMatch(renderReport(record), /not scored/);
    assert.match(section('Infrastructure', record), /^None\.$/m);
  });

  it('gives no interval for one sample, and says why', () => {
    const record = changed((all) => {
      all.input.samples = 1;
      all.models = ['ollama:good'];
      all.trials = levels.map((level) => trialOf('ollama:good', level.name, 1, 1));
    });
    assert.match(section('Leaderboard', record), /\| not available \| [\d.]+–/);
    assert.match(section('Leaderboard', record), /With one sample a level/);
  });

  it('has the best first, with ranges where scores are missing', () => {
    const rows = section('Leaderboard')
      .split('\n')
      .filter((line) => line.includes('ollama:'));
    assert.deepEqual(rows, [
      '| 1 | ollama:good | 6.5/8 | 81.3 | 34.6–97.3 w | 23.0–98.4 w | 4.0/4 | 2.5/4 | 4/4 |',
      '| – | ollama:poor | 0.5–4.5/8 | – | not available | not available | 0.5/4 | 0.0–4.0/4 | 2/4 |',
    ]);
  });

  it('says beside every table of points what is too small to be seen', () => {
    for (const heading of ['Leaderboard', 'Tiers and full marks', 'Models and levels', 'Levels'])
      assert.match(section(heading), /ifferences of two models below about \d+ points of 100 would mostly not be seen/, heading);
    assert.match(section('Which differences are real'), /"Would be seen" is the smallest difference/);
  });

  it('says what a range of points means, where there is one', () => {
    assert.match(section('Leaderboard'), /A range of points holds whatever the trials without a score could have earned/);
    const whole = changed((all) => {
      all.trials = all.trials.filter(({ model }) => model === 'ollama:good');
      all.models = ['ollama:good'];
    });
    assert.doesNotMatch(section('Leaderboard', whole), /range/);
  });

  it('says how p was found', () => {
    assert.match(section('Which differences are real'), /dealing out the samples of each level anew, counted out exactly;/);
    const many = changed((all) => {
      all.trials = all.trials.concat(all.trials.map((trial) => ({ ...trial, sample: trial.sample + 10 })));
    });
    assert.match(section('Which differences are real', many), /anew, by its normal approximation, as there are many;/);
  });

  it('tells what became of streams that broke off', () => {
    const record = changed((all) => {
      const [first, second] = all.trials.filter((trial) => trial.metadata !== null);
      first!.metadata!.attempts = [
        { startedAt: '', ended: 'cut', agrees: false },
        { startedAt: '', ended: 'complete', restarted: 'the counts differ' },
      ];
      second!.metadata!.attempts = [
        { startedAt: '', ended: 'cut', agrees: true },
        { startedAt: '', ended: 'complete', continuedAtByte: 100 },
      ];
    });
    const text = section('Infrastructure', record);
    assert.match(text, /1 × ollama:poor: gone on with where it broke off/);
    assert.match(text, /1 × ollama:poor: begun anew, the counts differ/);
    assert.match(text, /not deterministic at temperature 0/);
  });

  it('counts requests that may have been paid for in vain, with their bound', () => {
    const intent = { number: 1, sweep: 'night', model: 'ollama:good', startedAt: '', boundUsd: 0.25 };
    const known = { endedAt: '', ended: 'complete', requestIds: [], inputTokens: 1, outputTokens: 1, costUsd: 0.1 };
    const record = changed((all) => {
      all.trials.at(-1)!.ledger = [
        { ...intent, outcome: null },
        { ...intent, number: 2, outcome: { ...known, ended: 'cut', costUsd: null } },
        { ...intent, number: 3, outcome: { ...known, ended: 'too many', costUsd: 0 } },
        { ...intent, number: 4, outcome: known },
      ];
    });
    assert.match(
      section('Infrastructure', record),
      /2 requests of ollama:good may have been paid for without a response, \$0\.5000 at most/,
    );
  });

  it('shows models × levels', () => {
    assert.match(
      section('Models and levels'),
      /\| model \| L2 \(4\) \| L14 \(4\) \|\n.*\n\| ollama:good \| 4 \| 2\.5 \|\n\| ollama:poor \| 0\.5 \| – \|/,
    );
  });

  it('shows which checks are missed and why', () => {
    assert.match(section('Levels'), /### L2 Codec \(core, 4 points\)/);
    assert.match(section('Levels'), /\| b holds \\\| at edges \(test, 3\) \| 2\/2 \| 0\/2 \| failed 1×, needs a 1× \|/);
  });

  it('tells troubles apart', () => {
    assert.match(section('Infrastructure'), /- 1 not scored, ollama:poor: out of memory\n- 1 not scored, ollama:poor: provider down\n/);
  });

  it('names broken attempts and changed models', () => {
    const record = changed((all) => {
      const last = all.trials.at(-1)?.metadata;
      if (!last) throw new Error('the fixture has a response here');
      last.attempts = [{ startedAt: '', ended: 'cut' }, ...last.attempts];
      last.identity = { ...last.identity, digest: 'sha256:2' };
    });
    assert.match(section('Infrastructure', record), /ollama:good answered under 2 identities/);
    assert.match(section('Infrastructure', record), /1 broken off, ollama:good: cut/);
    assert.match(section('Time, tokens, cost', record), /\| ollama:good \| 4 \| 8\.0 s \| 400 \| 200 \| – \| 25\.0 \| 1 \| \$0\.0400 \|/);
  });

  it('shows stop reasons and flags', () => {
    const record = changed((all) => {
      const last = all.trials.at(-1);
      if (!last?.metadata) throw new Error('the fixture has a response here');
      last.metadata.stopReason = 'truncated';
      last.metadata.flags = ['truncated'];
      last.observations = [{ what: 'unclosed-fence' }];
    });
    assert.match(section('Responses', record), /\| ollama:good \| complete 3×, truncated 1× \| truncated 1×, unclosed-fence 1× \|/);
  });

  it('warns of grading without a sandbox', () => {
    const record = changed((all) => {
      all.trials = all.trials.map((trial) => ({ ...trial, unsandboxed: trial.sample === 1 }));
    });
    assert.match(renderReport(record), /\*\*Graded without a sandbox:\*\* 4 of 8/);
    assert.doesNotMatch(renderReport(sweepRecord()), /sandbox/);
  });

  it('shows settings, refused parameters, identities, level hashes', () => {
    const record = changed((all) => {
      for (const trial of all.trials) if (trial.metadata) trial.metadata.unsupported = { seed: 'unknown_field' };
    });
    const text = section('Settings', record);
    for (const part of [
      '- temperature: 0.8',
      '- go: 1.26.8',
      'ollama:good does not accept seed: unknown\\_field',
      'digest sha256:1',
      'b'.repeat(64),
    ]) {
      assert.ok(text.includes(part), part);
    }
  });

  it('shows hostile names as text', () => {
    const record = changed((all) => {
      all.models = ['<img src=x>|`a`'];
      all.trials = levels.map((level) => trialOf('<img src=x>|`a`', level.name, 1, 4));
    });
    assert.doesNotMatch(renderReport(record), /[^\\]<img|[^\\]\|`/);
  });
});

describe('markdownTable', () => {
  it('keeps a cell on its line', () => {
    assert.equal(markdownTable([{ head: 'a', align: 'right' }], [['x\ny | z']]), '| a |\n| ---: |\n| x y \\| z |\n');
  });
});

describe('numbers', () => {
  it('durations', () => {
    assert.deepEqual([null, 950, 12_340, 59_940, 250_000, 11_100_000].map(duration), [
      '–',
      '950 ms',
      '12.3 s',
      '59.9 s',
      '4 min 10 s',
      '3 h 5 min',
    ]);
  });
  it('counts', () => assert.deepEqual([null, 5, 1234, 1234567].map(count), ['–', '5', '1,234', '1,234,567']));
  it('dollars', () => assert.deepEqual([null, 0, 0.0123, 12.345].map(dollars), ['–', '$0', '$0.0123', '$12.35']));
  it('intervals', () => {
    assert.equal(intervalText(null), 'not available');
    assert.equal(intervalText({ low: 1, high: 2.25, standardError: 1, method: 'student-t' }), '1.0–2.3');
  });
});

describe('identities', () => {
  const twoOf = (provider: string) =>
    changed((record) => {
      for (const [index, trial] of record.trials.entries()) {
        if (trial.model === 'ollama:good' && trial.metadata) trial.metadata.identity = { provider, model: 'good', digest: `${index % 2}` };
      }
    });

  it('of a model that changed during the sweep are told of', () => {
    assert.match(section('Infrastructure', twoOf('ollama')), /good answered under 2 identities/);
  });

  it('of a built-in model are its answers, another for each level', () => {
    assert.doesNotMatch(section('Infrastructure', twoOf('builtin')), /identities/);
  });
});

describe('which differences are real', () => {
  const scored = (model: string, each: (4 | 1 | 0)[]) =>
    levels.flatMap(({ name }) => each.map((earned, index) => trialOf(model, name, index + 1, earned)));
  const sweep = (skills: Record<string, (4 | 1 | 0)[]>) =>
    changed((record) => {
      record.models = Object.keys(skills);
      record.trials = Object.entries(skills).flatMap(([model, each]) => scored(model, each));
      record.input.samples = 6;
    });
  const [strong, weak]: (4 | 1 | 0)[][] = [
    [4, 4, 4, 1, 4, 4],
    [0, 0, 0, 0, 0, 1],
  ];

  it('says what is told apart, over how many levels', () => {
    const text = section('Which differences are real', sweep({ a: strong!, b: weak! }));
    assert.match(text, /^\| a \| b \| 2 \| \+83\.3 \|/m);
    assert.match(text, /^- Every model is told apart from every other\.$/m);
  });
  it('names those that are not', () => {
    const text = section('Which differences are real', sweep({ a: strong!, b: strong!, c: strong!, d: weak! }));
    assert.match(text, /^- a is not told apart from b, c$/m);
    assert.doesNotMatch(text, /^- d is/m);
  });
  it('claims nothing of models without scores', () => {
    const record = sweep({ a: strong!, b: weak! });
    record.models.push('c');
    const text = section('Which differences are real', record);
    assert.match(text, /^- Every model is told apart from every other that it is compared with\.$/m);
    assert.match(text, /^- 2 of 3 pairs have no scored level in common yet and are not compared\.$/m);
  });
  it('has no place in a report of one model', () => assert.equal(section('Which differences are real', sweep({ a: strong! })), ''));
});
