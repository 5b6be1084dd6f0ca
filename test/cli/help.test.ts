import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Command } from 'commander';
import { guides } from '../../cli/help/guide.ts';
import { createProgram } from '../../cli/program.ts';
import { specgen } from './command.ts';

const program = createProgram();
const shown = program.createHelp().visibleCommands(program);
const called = (name: string): Command => shown.find((command) => command.name() === name) ?? assert.fail(`no command ${name}`);

test('every command stands in a group of the help, with one line and examples, and nothing else does', () => {
  assert.deepEqual(shown.map((command) => command.name()).sort(), Object.keys(guides).sort());
  for (const [name, { summary, examples }] of Object.entries(guides)) {
    assert.ok(summary.length <= 58, `${name}: "${summary}" is too long for its line`);
    assert.ok(examples.length > 0, `${name} has no example`);
  }
});

/** The words behind `specgen` in an example, without what the shell does with them. */
const wordsOf = (example: string): string[] => (/specgen ([^|)]*)/.exec(example)?.[1] ?? '').trim().split(' ');

for (const [name, { examples }] of Object.entries(guides)) {
  test(`the examples of ${name} use the options that it has`, () => {
    for (const [example] of examples) {
      const [first, ...words] = wordsOf(example);
      const command = called(first ?? '');
      for (const word of words.filter((one) => one.startsWith('-') && one.length > 1))
        assert.ok(
          command.options.some(({ short, long }) => word === short || word === long),
          `${example}: ${word}`,
        );
      const needed = command.registeredArguments.filter(({ required }) => required).length;
      assert.ok(words.length >= needed, `${example}: expected ${needed} arguments`);
    }
  });
}

test('the help is one screen of groups, and names the exit codes', async () => {
  const { stdout, exitCode } = await specgen(['--help']);
  assert.equal(exitCode, 0);
  const lines = stdout.split('\n');
  assert.ok(lines.length <= 56 && lines.every((line) => line.length <= 100), `${lines.length} lines`);
  assert.match(stdout, /^Sweeps:\n {2}plan +what a sweep would ask/m);
  assert.match(stdout, /^Exit codes:\n {2}0 all well, 1 .*3 interrupted or cancelled, 4 stored results/ms);
});

test('colours are for terminals, unless they are forced, and never with NO_COLOR', async () => {
  const bold = '\u001b[1m';
  const seen = async (env: Record<string, string>) => (await specgen(['levels', '--help'], env)).stdout.includes(bold);
  assert.deepEqual(
    [await seen({}), await seen({ FORCE_COLOR: '1' }), await seen({ FORCE_COLOR: '1', NO_COLOR: '1' })],
    [false, true, false],
  );
});

test('a version tells specgen, its levels and its tools', async () => {
  const { stdout } = await specgen(['--version']);
  assert.match(stdout, /^specgen \d.*\nlevels 20, 118 points, sha256 [0-9a-f]{16}\nNode 24\..*\nTemporal CLI \d.*\nGo 1\./);
});

for (const [args, expected] of [
  [['swep'], /unknown command 'swep'\n\(Did you mean sweep\?\)\n\(see specgen --help\)/],
  [['sweep', '--modle', 'a'], /unknown option '--modle'\n\(Did you mean --model\?\)\n\(see specgen sweep --help\)/],
  [['plan', '-m', 'a', '-p', 'olama'], /Allowed choices are ollama, anthropic, openai, builtin/],
  [['plan', '-m', 'builtin:referenz', '-l', '1'], /builtin has no model "referenz".*did you mean "reference"\?/],
  [['run', '-m', 'a', '-s', 'specs/01-parking-tarif'], /no level: .*did you mean "01-parking-tariff"\?/s],
] as const) {
  test(`a near name is offered for: specgen ${args.join(' ')}`, async () => {
    const { stderr, stdout } = await specgen([...args]);
    assert.match(stdout + stderr, expected);
    assert.doesNotMatch(stderr, /^\s+at /m);
  });
}
