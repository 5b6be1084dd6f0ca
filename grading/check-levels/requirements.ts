import type { LevelFolder } from '../../core/level-folder.ts';
import { hiddenTests } from '../build/sources.ts';
import type { Finding } from './problem.ts';

/** The call of a failing assertion with the literal that its message begins with, if there is one. */
const assertion = /(?<!\bfmt)\.(?:Error|Fatal)f?\((?!\))\s*("(?:[^"\\\n]|\\.)*"|`[^`]*`)?/g;
/** A message begins with its requirement, or with one that is handed in. */
const numbered = /^["`](?:R\d+\b|%s|%v)/;
const stringWithRequirement = /["`](R\d+)\b/g;

/** Every assertion names a requirement, and every requirement of the spec has an assertion or a check that claims it. */
export function requirementProblems({ level }: LevelFolder): Finding[] {
  const tests = hiddenTests(level);
  const covered = new Set([
    ...level.checks.flatMap((check) => check.requirements),
    ...tests.flatMap((file) => [...file.content.matchAll(stringWithRequirement)].map((match) => match[1]!)),
  ]);
  const wanted = [...level.spec.matchAll(/^\s*(?:[-*]|\d+\.)\s+\*\*(R\d+)\.\*\*/gm)].map((match) => match[1]!);
  return [
    ...(wanted.length === 0 ? [{ subject: 'spec.md', expected: 'list items that begin **R1.**', found: 'none' }] : []),
    ...tests.flatMap((file) => unnumbered(file.path, file.content)),
    ...wanted.filter((one) => !covered.has(one)).map((one) => ({ subject: one, expected: 'an assertion or a check', found: 'none' })),
    ...[...covered]
      .filter((one) => !wanted.includes(one))
      .map((one) => ({ subject: one, expected: 'a requirement of spec.md', found: 'no such number' })),
  ];
}

function unnumbered(file: string, content: string): Finding[] {
  return [...content.matchAll(assertion)]
    .filter((match) => !numbered.test(match[1] ?? ''))
    .map((match) => {
      const line = content.slice(0, match.index).split('\n').length;
      return { subject: `hidden/${file}:${line}`, expected: 'a message that begins with a requirement', found: match[1] ?? 'no literal' };
    });
}
