import assert from 'node:assert/strict';
import { test } from 'node:test';
import { execa } from 'execa';
import { candidates, type Names } from '../../cli/completion/candidates.ts';
import { completionScript } from '../../cli/completion/scripts.ts';
import { createProgram } from '../../cli/program.ts';

const program = createProgram();
const known: Record<string, string[]> = { sweep: ['night', 'noon'], level: ['1', '10'], levels: ['1-7', 'all'] };
const names: Names = async (place, given) => {
  if (place === 'file') return 'files';
  const values = place === 'model' ? [`ollama:of-${given[0] ?? 'anyone'}`] : (known[place] ?? []);
  return values.map((value) => ({ value, meaning: '' }));
};

/** The words that are offered behind `specgen`, for `|` at the end of the line. */
async function offered(line: string): Promise<string[] | 'files'> {
  const offer = await candidates(program, line.replace('|', '').split(' '), names);
  return offer === 'files' ? offer : offer.map(({ value }) => value);
}

const cases: [line: string, offered: string[] | 'files'][] = [
  ['swe|', ['sweep']],
  ['sweep --mod|', ['--model']],
  ['sweep |', 'files'],
  ['sweep --levels |', ['1-7', 'all']],
  ['sweep --model a b |', ['ollama:of-anyone']],
  ['sweep -p o|', ['ollama', 'openai']],
  ['status n|', ['night', 'noon']],
  ['status --follow n|', ['night', 'noon']],
  ['show night |', ['ollama:of-night']],
  ['show night m 1|', ['1', '10']],
  ['completion f|', ['fish']],
  ['down |', []],
  ['no-such-command x|', []],
];

for (const [line, expected] of cases) test(`"specgen ${line}"`, async () => assert.deepEqual(await offered(line), expected));

/** What bash offers for a line, by the script itself. */
async function inBash(line: string): Promise<string[]> {
  const script = `${completionScript('bash')}\nCOMP_LINE=$1 COMP_POINT=\${#1}\n_specgen\nprintf '%s\\n' "\${COMPREPLY[@]}"`;
  const { stdout } = await execa('bash', ['-c', script, 'bash', line], { env: { OLLAMA_HOST: '127.0.0.1:9' } });
  return stdout.split('\n');
}

test('bash offers what stands behind a colon, which parts words there', async () => {
  assert.deepEqual(await inBash('specgen run --model builtin:ref'), ['reference']);
});

test('bash offers commands and levels, and leaves files to itself', async () => {
  assert.deepEqual(await inBash('specgen prove'), ['prove-continuation']);
  assert.deepEqual(await inBash('specgen grade -l 2'), ['2', '20']);
  assert.deepEqual(await inBash('specgen plan '), ['']);
});
