import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { InspectLog, InspectSample } from '../../core/export/inspect/format.ts';
import { buildResults } from '../../core/results.ts';
import { madeUpSweep } from '../report/made-up-sweep.ts';
import { misfits } from './eval-log-schema.ts';
import { logOf, someTexts, troubledSweep } from './troubled-sweep.ts';

function sampleOf(log: InspectLog, level: string, epoch: number): InspectSample {
  const found = log.samples.find((sample) => sample.id === level && sample.epoch === epoch);
  assert.ok(found, `${level} ${epoch}`);
  return found;
}

describe('inspectLog', () => {
  const record = troubledSweep();
  const [poor, good, odd] = ['ollama:poor', 'ollama:good', 'ollama:odd'].map((model) => logOf(record, model)) as [
    InspectLog,
    InspectLog,
    InspectLog,
  ];

  it("fits Inspect's schema", () => {
    for (const log of [poor, good, odd, logOf(record, 'ollama:odd', { ...someTexts, reasoning: 'Let me see.' })]) {
      assert.deepEqual(misfits(JSON.parse(JSON.stringify(log))), []);
    }
    assert.notDeepEqual(misfits({ ...good, resluts: good.results }), []);
    assert.notDeepEqual(misfits({ ...good, eval: { ...good.eval, model: null } }), []);
  });

  it('names the model as Inspect does, and counts levels and epochs', () => {
    assert.equal(good.eval.model, 'ollama/good');
    assert.deepEqual(good.eval.dataset, { name: 'specgen', samples: 2, sample_ids: ['02-codec', '14-lease'] });
    assert.equal(good.eval.config.epochs, 2);
    assert.deepEqual(
      good.samples.map(({ id, epoch }) => [id, epoch]),
      [
        ['02-codec', 1],
        ['02-codec', 2],
        ['14-lease', 1],
        ['14-lease', 2],
      ],
    );
  });

  it('scores a trial by its share of the points, and by kind of check', () => {
    const { scores, target, error } = sampleOf(good, '14-lease', 1);
    assert.deepEqual(
      Object.entries(scores).map(([name, { value, answer }]) => [name, value, answer]),
      [
        ['points', 0.25, '1 of 4 points'],
        ['compile', 1, '1 of 1 point'],
        ['test', 0, '0 of 3 points'],
      ],
    );
    assert.equal(target, '4 points');
    assert.equal(error, undefined);
    assert.match(scores.points?.explanation ?? '', /\*\*b\*\* \(test, 3 points\) holds \| at edges: \*\*failed\*\*/);
    assert.deepEqual(scores.points?.metadata, { earned: 1, points: 4, checks: { a: 'pass', b: 'failed' } });
  });

  it('leaves no trial out and makes no zero of what was not scored', () => {
    const unscored = sampleOf(poor, '14-lease', 1);
    assert.deepEqual(unscored.scores, {});
    assert.equal(unscored.error?.message, 'not scored: b: out of memory');
    assert.deepEqual(unscored.metadata.checks, { a: 'pass', b: 'not-scored: out of memory' });
    const unanswered = sampleOf(poor, '14-lease', 2);
    assert.deepEqual([unanswered.scores, unanswered.messages, unanswered.output.choices], [{}, [], []]);
    assert.equal(unanswered.error?.message, 'no response: provider down');
    const { total_samples, completed_samples, scores } = poor.results;
    assert.deepEqual([total_samples, completed_samples], [4, 2]);
    assert.deepEqual(
      scores.map(({ name, scored_samples, unscored_samples, metrics }) => [name, scored_samples, unscored_samples, metrics]),
      ['points', 'compile', 'test'].map((name) => [name, 2, 2, {}]),
    );
  });

  it('is open as long as a trial may still come', () => {
    assert.deepEqual([poor.status, good.status, odd.status], ['success', 'success', 'started']);
    assert.equal(sampleOf(odd, '14-lease', 2).error?.message, 'no response yet');
    assert.equal(sampleOf(poor, '02-codec', 1).error, undefined);
  });

  it("says in Inspect's words how a response ended, and keeps its own", () => {
    const ends = odd.samples.slice(0, 3).map(({ output, metadata }) => [output.choices[0]?.stop_reason, metadata.stopReason]);
    assert.deepEqual(ends, [
      ['max_tokens', 'truncated'],
      ['content_filter', 'refused'],
      ['unknown', 'looping'],
    ]);
    assert.equal(sampleOf(good, '02-codec', 1).output.choices[0]?.stop_reason, 'stop');
    assert.deepEqual(
      odd.samples.map(({ scores }) => scores.points?.reason),
      [undefined, 'refusal', undefined, undefined],
    );
  });

  it('shows prompt, reasoning and response', () => {
    const { messages, input, events } = sampleOf(logOf(record, 'ollama:odd', { ...someTexts, reasoning: 'Let me see.' }), '02-codec', 1);
    assert.equal(input, 'Write it.\n');
    assert.deepEqual(
      messages.map(({ role, content }) => [role, content]),
      [
        ['user', 'Write it.\n'],
        [
          'assistant',
          [
            { type: 'reasoning', reasoning: 'Let me see.' },
            { type: 'text', text: 'Here it is.\n' },
          ],
        ],
      ],
    );
    assert.deepEqual([...(events[0]?.input ?? []), events[0]?.output.choices[0]?.message], messages);
    assert.equal(sampleOf(odd, '02-codec', 1).messages[1]?.content, 'Here it is.\n');
  });

  it('sums what is known of tokens, cost and time', () => {
    assert.deepEqual(sampleOf(odd, '14-lease', 1).model_usage, {});
    assert.deepEqual(odd.stats, {
      started_at: '2026-01-01T00:01:00.000Z',
      completed_at: '2026-01-01T00:02:02.000Z',
      model_usage: { 'ollama/odd': { input_tokens: 200, output_tokens: 100, total_tokens: 300, total_cost: 0.02 } },
    });
  });

  it('has the numbers of results.json', () => {
    const made = madeUpSweep({ models: 3, levels: 12, samples: 2 });
    let deviations = 0;
    for (const { model, total } of buildResults(made).models) {
      const { metrics } = logOf(made, model).results.scores[0]!;
      const standardError = total.onLevelsLikeThese?.standardError ?? undefined;
      if (standardError !== undefined) deviations++;
      assert.deepEqual([metrics.percent?.value, metrics.stderr?.value], [total.percent, standardError]);
      assert.deepEqual([metrics['pass@1']?.value, metrics['pass@2']?.value], [total.passAt[1], total.passAt[2]]);
    }
    assert.ok(deviations > 0);
  });
});
