import path from 'node:path';
import type { Answer } from '../../core/answer.ts';
import type { Check, Level, LevelFormat, SourceFile } from '../../core/level.ts';

export const isTest = (file: { path: string }): boolean => file.path.endsWith('_test.go');

/** Files of an answer that the level asks for; whatever else it holds is never built. */
export function deliveredFiles(level: LevelFormat, answer: Answer): SourceFile[] {
  const wanted = new Set([...level.files.required, ...level.files.optional]);
  return answer.files.filter((file) => wanted.has(file.path));
}

/** The given Go sources with an answer's laid over them, tests left out. */
export function packageFiles(level: Pick<Level, 'given'>, delivered: SourceFile[]): SourceFile[] {
  const files = new Map([...level.given, ...delivered].map((file) => [file.path, file]));
  return [...files.values()].filter((file) => file.path.endsWith('.go') && !isTest(file));
}

/** Files that lie directly in a package's folder, in a stable order. */
export function filesOf(owner: LevelFormat['packages'][number], files: SourceFile[]): SourceFile[] {
  const inside = files.filter((file) => path.posix.dirname(file.path) === path.posix.normalize(owner.folder));
  return inside.sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** The hidden tests: Go files directly below `hidden/`. */
export function hiddenTests(level: Pick<Level, 'hidden'>): SourceFile[] {
  return level.hidden.filter((file) => file.path.endsWith('.go') && !file.path.includes('/'));
}

/** Names of test functions in sources of our own, which are gofmt'd. */
export function testNames(files: SourceFile[]): string[] {
  return files.flatMap((file) => [...file.content.matchAll(/^func (Test\w*)\(\w+ \*testing\.T\)/gm)].map((match) => match[1]!));
}

/** Checks that look at the answer's package. */
export function programChecks(level: LevelFormat): Check[] {
  return level.checks.filter((check) => ['compile', 'test', 'race', 'structure'].includes(check.kind) || check.tests.length > 0);
}

/** Checks that run the answer's own tests. */
export function mutantChecks(level: LevelFormat): Check[] {
  return level.checks.filter((check) => check.kind === 'mutant');
}
