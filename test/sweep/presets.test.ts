import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { execa } from 'execa';
import { existingLevels } from '../../activities/existing-levels.ts';
import { readSweepInput } from '../../core/sweep-input.ts';
import { planSweep } from '../../core/sweep-plan.ts';

const project = path.resolve(import.meta.dirname, '..', '..');
const output = mkdtempSync(path.join(tmpdir(), 'specgen-presets-'));
after(() => rmSync(output, { recursive: true }));

const text = (file: string): string => readFileSync(path.join(project, file), 'utf8');
const input = (name: string) => readSweepInput(JSON.parse(text(`sweeps/${name}.json`)));

/** Preset → models, numbers of its first and last level, points of its levels. */
const presets: Record<string, [number, number, number, number]> = {
  demo: [4, 1, 20, 118],
  core: [6, 1, 7, 40],
  advanced: [6, 8, 13, 36],
  expert: [6, 14, 20, 42],
  local: [14, 1, 7, 40],
  api: [6, 1, 7, 40],
  full: [14, 1, 20, 118],
};

for (const [name, [models, first, last, points]] of Object.entries(presets)) {
  test(`sweeps/${name}.json asks ${models} models for levels ${first} to ${last}`, async () => {
    const plan = planSweep(name, input(name), await existingLevels(path.join(project, 'specs')));
    const sum = plan.levels.reduce((total, level) => total + level.points, 0);
    assert.deepEqual([plan.models.length, plan.levels.at(0)?.number, plan.levels.at(-1)?.number, sum], [models, first, last, points]);
  });

  test(`"specgen plan sweeps/${name}.json" needs no model, key or network`, async () => {
    const env = { SPECGEN_OUTPUT: output, OLLAMA_HOST: 'http://127.0.0.1:9', ANTHROPIC_API_KEY: undefined, OPENAI_API_KEY: undefined };
    const command = [path.join(project, 'cli', 'main.ts'), 'plan', `sweeps/${name}.json`];
    const { stdout } = await execa(process.execPath, command, { cwd: project, env });
    const samples = input(name).samples;
    const levels = last - first + 1;
    const taken = `${samples} sample${samples === 1 ? '' : 's'} = `;
    assert.ok(stdout.startsWith(`${models} models × ${levels} levels (${points} points) × ${taken}`), stdout);
  });
}

test('of the six qualifying models the two that Ollama has are among the fourteen local ones', () => {
  const local = input('local').models;
  const [six, without] = [input('expert').models, (model: string) => !/^(anthropic|openai):/.test(model)];
  assert.equal(six.length, 6);
  assert.deepEqual(
    six.filter((model) => without(model) && local.includes(model)),
    ['qwen2.5:72b', 'qwen2.5-coder:32b'],
  );
  assert.deepEqual([input('core').models, input('advanced').models], [input('expert').models, input('expert').models]);
});

test('sweeps/README.md tells the size of each local model, and what all of them take', () => {
  const sizes = [...text('sweeps/README.md').matchAll(/^\| `([^`]+)` \| ([\d.]+) \|/gm)].map(
    ([, model, size]) => [model, Number(size)] as const,
  );
  assert.deepEqual(sizes.map(([model]) => model).sort(), input('local').models.toSorted());
  const total = sizes.reduce((sum, [, size]) => sum + size, 0);
  assert.match(text('sweeps/README.md'), new RegExp(`${Math.round(total)} GB`));
});

for (const [script, preset] of [
  ['run_all_models.sh', 'local'],
  ['run_api_models.sh', 'api'],
  ['run_expert_v2.sh', 'expert'],
]) {
  test(`${script} brings the stack up and starts sweeps/${preset}.json`, () => {
    assert.match(
      text(String(script)),
      new RegExp(`specgen\\.mjs up && exec node setup/specgen\\.mjs sweep sweeps/${preset}\\.json "\\$@"$`, 'm'),
    );
  });
}

test('score.sh hands its arguments to "specgen score"', async () => {
  const { stderr, exitCode } = await execa(path.join(project, 'score.sh'), ['none'], { env: { SPECGEN_OUTPUT: output }, reject: false });
  assert.equal(exitCode, 1);
  assert.match(stderr, /^specgen: there is no sweep "none"/);
});

test('the servers of your own in sweeps/README.md are a sweep file as it stands', async () => {
  const example = /```json\n(\{\n {2}"\$schema".*?)```/s.exec(text('sweeps/README.md'))?.[1];
  const plan = planSweep('mine', readSweepInput(JSON.parse(String(example))), await existingLevels(path.join(project, 'specs')));
  assert.deepEqual(
    plan.models.map(({ id, queue, endpoint }) => [id, queue, endpoint.provider]),
    [['mine:qwen2.5-coder:7b', 'specgen-generate-mine', 'openai-compatible']],
  );
});
