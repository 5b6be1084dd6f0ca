import assert from 'node:assert/strict';
import { existsSync, globSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import type { Command } from 'commander';
import { execa } from 'execa';
import { createProgram } from '../../cli/program.ts';
import { documentedCommands, pages, project } from './commands.ts';

const of = (program: string) => documentedCommands.filter(({ words }) => words[0] === program);

/** What is wrong with a command by the real command tree, or null. A name alone is a mention. */
function misuse(words: string[]): string | null {
  const [name, ...rest] = words;
  if (name === undefined || name.startsWith('-')) return null;
  const command = createProgram().commands.find((one) => one.name() === name);
  if (!command) return `there is no command ${name}`;
  command.exitOverride().configureOutput({ writeErr: () => undefined });
  try {
    const { operands, unknown } = command.parseOptions(rest);
    return unknown.length > 0 ? `unknown: ${unknown.join(' ')}` : misplaced(command, operands, rest);
  } catch (error) {
    return (error as Error).message;
  }
}

function misplaced({ registeredArguments: expected }: Command, operands: string[], rest: string[]): string | null {
  const most = expected.some(({ variadic }) => variadic) ? Number.POSITIVE_INFINITY : expected.length;
  if (operands.length > most) return `too many arguments: ${operands.join(' ')}`;
  const fewest = rest.length > 0 ? expected.filter(({ required }) => required).length : 0;
  return operands.length < fewest ? 'too few arguments' : null;
}

test('every specgen command in the pages exists, with its options and arguments', () => {
  const found = of('specgen').flatMap(({ page, text, words }) => {
    const problem = misuse(words.slice(1));
    return problem ? [`${page}: ${text}: ${problem}`] : [];
  });
  assert.deepEqual([of('specgen').length > 60, found], [true, []]);
});

test('what does not exist is found out', () => {
  assert.match(misuse(['swep', 'a.json']) ?? '', /no command swep/);
  assert.match(misuse(['sweep', '--smaples', '3']) ?? '', /--smaples/);
  assert.match(misuse(['report']) ?? 'a mention', /a mention/);
  assert.match(misuse(['status', 'a', 'b']) ?? '', /too many/);
  assert.match(misuse(['new-level', '--help']) ?? 'help', /help|few/);
});

test('every npm command in the pages is a script of package.json', () => {
  const { scripts } = JSON.parse(readFileSync(path.join(project, 'package.json'), 'utf8')) as { scripts: Record<string, string> };
  const builtin = ['ci', 'install'];
  const missing = of('npm').filter(({ words: [, first = '', second = ''] }) => {
    const name = first === 'run' ? second : first;
    return !builtin.includes(name) && !(name in scripts);
  });
  assert.deepEqual(missing, []);
});

const helps = new Map<string, Promise<string>>();

/** What `temporal … --help` says, of the words before the first option. */
function helpOf(command: string): Promise<string> {
  const known = helps.get(command);
  if (known) return known;
  const asked = execa(process.env.TEMPORAL_CLI ?? 'temporal', [...command.split(' ').filter(Boolean), '--help'], { all: true });
  const help = asked.then(({ all }) => all);
  helps.set(command, help);
  return help;
}

test('every temporal command in the pages exists, with its options', async () => {
  const problems: string[] = [];
  for (const { page, text, words } of of('temporal')) {
    const rest = words.slice(1);
    const first = rest.findIndex((word) => word.startsWith('-'));
    const command = (first < 0 ? rest : rest.slice(0, first)).join(' ');
    const help = await helpOf(command);
    if (!help.includes(`temporal ${command}`.trim())) problems.push(`${page}: ${text}: no such command`);
    const options = rest.filter((word) => /^--?[a-z]/.test(word));
    problems.push(
      ...options.filter((option) => !new RegExp(`(^|[\\s,])${option}\\b`, 'm').test(help)).map((option) => `${page}: ${text}: ${option}`),
    );
  }
  assert.deepEqual([of('temporal').length > 8, problems], [true, []]);
});

/** Commands that need neither a stack nor a model, as the pages show them. */
const runnable = documentedCommands.filter(
  ({ words: [program, name], text }) =>
    program === 'specgen' && ['plan', 'levels', 'models'].includes(name ?? '') && !/[A-Z]{3}|my-levels/.test(text),
);

for (const [index, { page, words, text }] of runnable.entries()) {
  test(`${page} (${index + 1}): "${text}" runs`, async () => {
    const env = { OLLAMA_HOST: 'http://127.0.0.1:9', ANTHROPIC_API_KEY: undefined, OPENAI_API_KEY: undefined };
    const { exitCode, stdout } = await execa(process.execPath, [path.join(project, 'cli', 'main.ts'), ...words.slice(1)], {
      cwd: project,
      env,
    });
    assert.deepEqual([exitCode, stdout.length > 0], [0, true]);
  });
}

const link = /\]\(([^)#\s]+)(?:#[^)\s]*)?\)/g;

test('every link between the pages leads somewhere, and pictures are small', () => {
  const large = globSync('design/pictures/*', { cwd: project }).filter((file) => statSync(path.join(project, file)).size > 150_000);
  const broken = pages.flatMap((page) =>
    [...readFileSync(path.join(project, page), 'utf8').matchAll(link)]
      .map(([, target = '']) => target)
      .filter((target) => !target.includes(':') && !existsSync(path.join(project, path.dirname(page), target)))
      .map((target) => `${page}: ${target}`),
  );
  assert.deepEqual([broken, large], [[], []]);
});
