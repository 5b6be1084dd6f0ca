import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readSweepInput } from '../../core/sweep-input.ts';
import { SweepInputError } from '../../core/sweep-input-error.ts';
import { planSweep, queueOf, selectLevels } from '../../core/sweep-plan.ts';

const levels = [1, 2, 16].map((number) => ({ number, name: `${number}-level`, hash: `h${number}`, points: 5, promptBytes: 100 }));

function problems(work: () => unknown): string[] {
  try {
    work();
  } catch (error) {
    assert.ok(error instanceof SweepInputError, String(error));
    return error.problems;
  }
  assert.fail('nothing was refused');
}

test('defaults are filled in', () => {
  const input = readSweepInput({ models: ['qwen2.5-coder:32b'] });
  assert.deepEqual(
    { samples: input.samples, temperature: input.sampling.temperature, levels: input.levels, provider: input.provider },
    { samples: 5, temperature: 0.8, levels: 'all', provider: 'ollama' },
  );
});

test('every problem is named at once, with its path', () => {
  const found = problems(() =>
    readSweepInput({ modles: ['a'], samples: 0, sampling: { temprature: 1 }, qualify: { levels: '1', percent: 200 } }),
  );
  const text = found.join('\n');
  for (const part of [
    'unknown field "modles" (known: models,',
    '"models":',
    '"samples":',
    'unknown field "sampling.temprature"',
    '"qualify.percent":',
  ]) {
    assert.ok(text.includes(part), `${part} in ${text}`);
  }
});

test('no input at all says how to pass one', () => {
  assert.match(problems(() => readSweepInput(undefined)).join(), /--input-file/);
});

test('several samples at temperature 0 are refused with the reason', () => {
  assert.match(problems(() => readSweepInput({ models: ['a'], sampling: { temperature: 0 } })).join(), /temperature 0.*same text/);
  assert.equal(readSweepInput({ models: ['a'], samples: 1, sampling: { temperature: 0 } }).samples, 1);
});

test('a key in place of a variable name is refused', () => {
  const endpoints = { vllm: { provider: 'openai-compatible', baseUrl: 'http://127.0.0.1:8000/v1', apiKeyVariable: 'sk-abc' } };
  assert.match(
    problems(() => readSweepInput({ models: ['vllm:a'], endpoints })).join(),
    /endpoints\.vllm\.apiKeyVariable.*name of an environment variable/,
  );
});

const planned = (file: object) => planSweep('night', readSweepInput(file), levels);

test('a prefix is a provider or an endpoint; otherwise it belongs to the name', () => {
  const endpoints = { gpu1: { provider: 'ollama', baseUrl: 'http://127.0.0.1:21434' } };
  const plan = planned({ models: ['qwen2.5-coder:32b', 'anthropic:claude-x', 'gpu1:llama3:8b'], endpoints });
  assert.deepEqual(
    plan.models.map(({ id, name, queue, concurrency }) => ({ id, name, queue, concurrency })),
    [
      { id: 'ollama:qwen2.5-coder:32b', name: 'qwen2.5-coder:32b', queue: 'specgen-generate-ollama-127.0.0.1:11434', concurrency: 2 },
      { id: 'anthropic:claude-x', name: 'claude-x', queue: 'specgen-generate-anthropic', concurrency: 4 },
      { id: 'gpu1:llama3:8b', name: 'llama3:8b', queue: 'specgen-generate-ollama-127.0.0.1:21434', concurrency: 2 },
    ],
  );
});

test('an Ollama host has one queue and one lane, by whichever name it is called', () => {
  for (const host of ['127.0.0.1', 'localhost', '[::1]', '0.0.0.0']) {
    const endpoints = { mine: { provider: 'ollama', baseUrl: `http://${host}:11434` } };
    const [first, second] = planned({ models: ['a:1b', 'mine:b:1b'], endpoints }).models;
    assert.deepEqual([second?.lane, second?.queue], [first?.lane, first?.queue]);
  }
  assert.equal(queueOf({ name: 'ollama', provider: 'ollama' }, 'http://10.0.0.5:11434'), 'specgen-generate-ollama-10.0.0.5:11434');
});

test('a model that stands there twice is refused', () => {
  assert.match(problems(() => planned({ models: ['builtin:reference', 'builtin:reference'] })).join(), /twice/);
});

test('levels are chosen by number, range, list or all', () => {
  const chosen = (wanted: string | number[]) => selectLevels(wanted, levels).map((level) => level.number);
  assert.deepEqual(
    [chosen('all'), chosen('1-2'), chosen('2,16'), chosen([16, 1])],
    [
      [1, 2, 16],
      [1, 2],
      [2, 16],
      [1, 16],
    ],
  );
  assert.match(problems(() => chosen('1-3')).join(), /no level 3 \(existing: 1, 2, 16\)/);
  assert.match(problems(() => chosen('7-1')).join(), /expected "1-7"/);
  assert.match(problems(() => chosen('L3')).join(), /expected "1-7"/);
});

test('qualifying levels must be among those of the sweep', () => {
  assert.match(problems(() => planned({ models: ['a'], levels: '16', qualify: { levels: '1', percent: 50 } })).join(), /qualify\.levels/);
});
