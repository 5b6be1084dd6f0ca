import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sweepKey, trialKey } from '../../storage/trials/keys.ts';
import { modelSlug } from '../../storage/trials/model-slug.ts';

test('a trial has the folder that its words describe', () => {
  const trial = { sweep: 'overnight', model: 'ollama:qwen2.5-coder:32b', level: '01-tariff', sample: 2 };
  assert.equal(trialKey(trial), 'overnight/ollama+qwen2.5-coder+32b/01-tariff/2');
});

test('a name with a slash stays readable', () => {
  assert.equal(modelSlug('hub:meta-llama/llama-3.1'), 'hub+meta-llama~llama-3.1');
  assert.match(modelSlug('hub:Qwen/Qwen2.5 Coder'), /^hub-qwen-qwen2\.5-coder=[0-9a-f]{12}$/);
});

const similar = [
  'a:b',
  'a-b',
  'a/b',
  'a:b/c',
  'a/b:c',
  'a+b',
  'a~b',
  'a:B',
  'A:b',
  'a b',
  'a_b',
  'a.b',
  'a::b',
  'a:b=',
  '../a',
  '.a',
  '模型',
  '模板',
  `a:${'x'.repeat(300)}`,
  `a:${'x'.repeat(301)}`,
];

test('different names have different folders, on file systems that ignore letter case too', () => {
  assert.equal(new Set(similar.map((name) => modelSlug(name).toLowerCase())).size, similar.length);
});

for (const name of similar) {
  test(`the folder of "${name.slice(0, 20)}" is one that file systems accept`, () => {
    assert.match(modelSlug(name), /^[a-z0-9=_][a-z0-9._+~=-]{0,119}$/);
  });
}

for (const name of ['', '.', '..', 'a/b', '../x', 'a\\b', '.hidden', 'responses']) {
  test(`a sweep cannot be called "${name}"`, () => {
    assert.throws(() => sweepKey(name), /cannot be called|expected the name of a folder/);
  });
}
