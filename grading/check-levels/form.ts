import type { LevelFolder } from '../../core/level-folder.ts';
import { renderPrompt } from '../../core/prompt.ts';
import { hiddenTests, testNames } from '../build/sources.ts';
import { targetsOf } from '../mutants/targets.ts';
import type { Finding } from './problem.ts';

/** What can be told of a folder without running anything: that it is whole and its parts fit together. */
export function formProblems(folder: LevelFolder): Finding[] {
  return [wholeness, points, references, targets, canary, secrecy].flatMap((rule) => rule(folder));
}

function wholeness({ reference, alternatives, mutants, calibration, hasNotes, level }: LevelFolder): Finding[] {
  const parts: [string, boolean][] = [
    ['reference/ with files', reference.files.length > 0],
    ['at least one of alternatives/', alternatives.length > 0 && alternatives.every((one) => one.files.length > 0)],
    ['at least one of mutants/', mutants.length > 0],
    ['at least one of calibration/', calibration.length > 0],
    ['NOTES.md', hasNotes],
    ['tests or variants below hidden/', level.hidden.length > 0],
  ];
  return parts.filter(([, there]) => !there).map(([expected]) => ({ subject: 'folder', expected, found: 'none' }));
}

function points({ level }: LevelFolder): Finding[] {
  const sum = level.checks.reduce((total, check) => total + check.points, 0);
  const ids = level.checks.map((check) => check.id);
  const repeated = ids.filter((id, index) => ids.indexOf(id) !== index);
  return [
    ...(sum === level.points ? [] : [{ subject: 'level.json', expected: `checks worth ${level.points} points`, found: String(sum) }]),
    ...repeated.map((id) => ({ subject: 'level.json', expected: 'each check once', found: `${id} again` })),
  ];
}

/** Names in level.json must exist where they point. */
function references({ level }: LevelFolder): Finding[] {
  const ids = level.checks.map((check) => check.id);
  const tests = testNames(hiddenTests(level));
  const used = level.checks.flatMap((check) => check.tests);
  return [
    ...missing(
      'needs',
      level.checks.flatMap((check) => check.needs.flat()),
      ids,
      'ids of checks',
    ),
    ...missing('tests', used, tests, 'functions in hidden/'),
    ...tests.filter((name) => !used.includes(name)).map((name) => ({ subject: name, expected: 'a check that runs it', found: 'none' })),
  ];
}

function targets({ level }: LevelFolder): Finding[] {
  const found = targetsOf(level, '');
  const variants = found.filter((target) => target.group === undefined).map((target) => target.name);
  const groups = found.flatMap((target) => target.group ?? []);
  return [
    ...missing(
      'passes',
      level.checks.flatMap((check) => check.passes),
      variants,
      'folders of hidden/variants',
    ),
    ...missing(
      'kill',
      level.checks.flatMap((check) => check.kill?.groups ?? []),
      groups,
      'folders of hidden/mutants',
    ),
  ];
}

function missing(subject: string, names: string[], among: string[], what: string): Finding[] {
  return names.filter((name) => !among.includes(name)).map((name) => ({ subject: `level.json ${subject}`, expected: what, found: name }));
}

function canary({ level }: LevelFolder): Finding[] {
  const first = level.spec.split('\n')[0];
  const expected = `<!-- canary: ${level.canary} -->`;
  const leaked = renderPrompt(level).includes(level.canary);
  return [
    ...(first === expected ? [] : [{ subject: 'spec.md', expected: `first line ${expected}`, found: first ?? '' }]),
    ...(leaked ? [{ subject: 'prompt', expected: 'no canary', found: level.canary }] : []),
  ];
}

function secrecy({ level }: LevelFolder): Finding[] {
  const prompt = renderPrompt(level);
  const told = testNames(hiddenTests(level)).filter((name) => new RegExp(`\\b${name}\\b`).test(prompt));
  return told.map((name) => ({ subject: 'prompt', expected: 'no name of a hidden test', found: name }));
}
