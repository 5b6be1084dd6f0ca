import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { renderCsv } from '../../core/report/csv.ts';
import { buildTelemetry, renderTelemetry } from '../../core/report/telemetry.ts';
import { buildResults, ranked, renderResults } from '../../core/results.ts';
import { metadataOf, sweepRecord, trialOf } from './sweep-fixture.ts';

const results = buildResults(sweepRecord());
const good = results.models.find(({ model }) => model === 'ollama:good');
const poor = results.models.find(({ model }) => model === 'ollama:poor');

describe('buildResults', () => {
  it('averages over samples and sums over levels', () => {
    assert.equal(good?.total.earned, 4 + 2.5);
    assert.equal(good?.total.percent, 81.25);
    assert.equal(good?.tiers.core?.earned, 4);
    assert.equal(good?.tiers.expert?.percent, 62.5);
    assert.equal(good?.levels['14-lease']?.earned, 2.5);
    assert.equal('advanced' in (good?.tiers ?? {}), false);
  });

  it('makes no total of an unknown level, but bounds it', () => {
    assert.equal(poor?.total.earned, null);
    assert.equal(poor?.total.percent, null);
    assert.equal(poor?.total.onTheseLevels, null);
    assert.deepEqual(poor?.total.bounds, { low: 0.5, high: 4.5 });
    assert.equal(poor?.tiers.core?.earned, 0.5);
    assert.deepEqual([poor?.total.scored, poor?.total.trials], [2, 4]);
  });

  it('bounds a level that is partly scored', () => {
    const record = sweepRecord();
    record.trials = [trialOf('ollama:good', '02-codec', 1, 4), trialOf('ollama:good', '02-codec', 2, null), ...record.trials.slice(6)];
    const total = buildResults(record).models.find(({ model }) => model === 'ollama:good')?.total;
    assert.equal(total?.earned, 6.5);
    assert.deepEqual(total?.bounds, { low: 4.5, high: 6.5 });
  });

  it('counts how checks ended', () => {
    assert.deepEqual(poor?.levels['02-codec']?.checks, {
      a: { passed: 1, notScored: 0, failed: { 'compile-error': 1 } },
      b: { passed: 0, notScored: 0, failed: { failed: 1, 'needs a': 1 } },
    });
    assert.deepEqual(poor?.levels['14-lease']?.checks.b, { passed: 0, notScored: 1, failed: {} });
  });

  it('counts full marks', () => {
    assert.deepEqual(good?.total.passAt, { 1: 0.75, 2: 1 });
    assert.equal(poor?.total.passAt[1], null);
  });

  it('keeps every trial, scored or not', () => {
    assert.deepEqual(results.trials.map(({ model, level, sample, earned }) => `${model} ${level} ${sample} ${earned}`).slice(4), [
      'ollama:poor 02-codec 1 0',
      'ollama:poor 02-codec 2 1',
      'ollama:poor 14-lease 1 null',
      'ollama:poor 14-lease 2 null',
    ]);
  });

  it('tells a model that changed', () => {
    const record = sweepRecord();
    const changed = record.trials.at(-1);
    if (changed?.metadata) changed.metadata.identity = { ...changed.metadata.identity, digest: 'sha256:2' };
    assert.equal(buildResults(record).models[0]?.identities.length, 2);
    assert.equal(results.models[0]?.identities.length, 1);
  });

  it('refuses a trial of a level that is not there', () => {
    const record = sweepRecord();
    assert.throws(() => buildResults({ ...record, levels: record.levels.slice(0, 1) }), /14-lease/);
  });

  it('ranks the unknown last', () => {
    assert.deepEqual(
      ranked(results.models).map(({ model }) => model),
      ['ollama:good', 'ollama:poor'],
    );
  });
});

describe('renderResults', () => {
  it('gives the same bytes for the same responses, whatever else differs', () => {
    const record = sweepRecord();
    const later = record.trials.toReversed().map((trial) => ({
      ...trial,
      metadata: trial.metadata && { ...metadataOf(trial.model, '2027-01-01T00:00:00.000Z'), costUsd: 3, requestIds: ['x'] },
    }));
    const other = { ...record, models: record.models.toReversed(), levels: record.levels.toReversed(), versions: {}, trials: later };
    assert.equal(renderResults(buildResults(other)), renderResults(results));
  });

  it('differs when a verdict does', () => {
    const record = sweepRecord();
    const trials = record.trials.with(6, trialOf('ollama:good', '14-lease', 1, 0));
    assert.notEqual(renderResults(buildResults({ ...record, trials })), renderResults(results));
  });

  it('sorts keys and ends with a line feed', () => {
    const keys = Object.keys(JSON.parse(renderResults(results)));
    assert.deepEqual(keys, keys.toSorted());
    assert.match(renderResults(results), /\}\n$/);
  });

  it('holds no time, token or cost', () => assert.doesNotMatch(renderResults(results), /startedAt|totalMs|outputTokens|costUsd/));
});

describe('renderTelemetry', () => {
  const telemetry = buildTelemetry(sweepRecord());

  it('sums up by model', () => {
    assert.deepEqual(telemetry.models[0], {
      model: 'ollama:poor',
      responses: 3,
      generationMs: 6000,
      inputTokens: 300,
      outputTokens: 150,
      reasoningTokens: null,
      tokensPerSecond: 25,
      repeatedRequests: 0,
      costUsd: 0.03,
      spentUsd: 0,
      possiblyLost: { requests: 0, boundUsd: 0 },
    });
  });

  it('holds times', () => assert.match(renderTelemetry(telemetry), /"totalMs": 2000/));
});

describe('renderCsv', () => {
  const lines = renderCsv(results).split('\n');

  it('has one line per trial', () => {
    assert.equal(lines[0], 'model,tier,level,sample,points,earned,stop_reason,flags,checks,response_sha256');
    assert.equal(lines.length, 1 + 8 + 1);
    assert.equal(lines[3], 'ollama:good,expert,14-lease,1,4,1,complete,,a=pass;b=failed,r');
    assert.equal(lines[7], 'ollama:poor,expert,14-lease,1,4,,complete,,a=pass;b=not-scored,r');
    assert.equal(lines[8], 'ollama:poor,expert,14-lease,2,4,,,,,');
  });

  it('quotes what needs it and defuses formulas', () => {
    const trial = { ...results.trials[0]!, model: '=1+"a",b' };
    assert.match(renderCsv({ ...results, trials: [trial] }), /^"'=1\+""a"",b",core/m);
  });
});
