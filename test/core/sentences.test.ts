import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { sentencesOf } from '../../core/sentences.ts';

const cases: [name: string, text: string, sentences: string[]][] = [
  ['several', 'One. Two! Three? Four; five', ['One.', 'Two!', 'Three?', 'Four;', 'five']],
  ['over line breaks', 'One\ntwo. Three\nfour.', ['One two.', 'Three four.']],
  ['emphasis and quotes behind the full stop', '**One.** "Two." (Three.) Four', ['**One.**', '"Two."', '(Three.)', 'Four']],
  ['full stops inside words', 'See run.go and e.g. R2.1 of it.', ['See run.go and e.g R2.1 of it.']],
  ['paragraphs', 'One\n\ntwo', ['One', 'two']],
  ['lines of a list', 'These:\n- one\n- two\n1. three', ['These:', '- one', '- two', '1.', 'three']],
  ['none', ' \n ', []],
];

describe('sentencesOf', () => {
  for (const [name, text, sentences] of cases) it(name, () => assert.deepEqual(sentencesOf(text), sentences));
});
