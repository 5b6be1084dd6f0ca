import type { z } from 'zod';
import type { Answer } from '../../core/answer.ts';
import { type Level, levelFormat, type SourceFile } from '../../core/level.ts';
import { type Grader, openGrader } from '../../grading/grade.ts';
import { prepareToolchain } from '../../grading/toolchain/prepare.ts';

await prepareToolchain(() => undefined);

let opened: Promise<Grader> | undefined;

/** One grader for all tests of a process. */
export function grader(): Promise<Grader> {
  opened ??= openGrader({ slots: 2 });
  return opened;
}

export function answer(files: Record<string, string>): Answer {
  return { files: sourceFiles(files), observations: [] };
}

export function sourceFiles(files: Record<string, string>): SourceFile[] {
  return Object.entries(files).map(([name, content]) => ({ path: name, content }));
}

type Draft = Partial<z.input<typeof levelFormat>> & { hidden: Record<string, string>; given?: Record<string, string> };

/** A level made in a test. Its hash is that of its content, so equal levels share what is cached. */
export function level(draft: Draft): Level {
  const { hidden, given = {}, ...format } = draft;
  const parts = {
    ...levelFormat.parse({
      title: 'Fixture',
      tier: 'core',
      points: 1,
      canary: '3b2f8f0e-6f0b-4f8e-9c55-0f4c9c2a7d11',
      packages: [{ path: 'sums' }],
      files: { required: ['sums.go'] },
      imports: ['errors', 'fmt', 'sort', 'strings', 'sync', 'time', 'os'],
      unchangedEarns: 0,
      checks: [{ id: 'a', kind: 'test', points: 1, title: 'adds', tests: ['TestAdd'] }],
      ...format,
    }),
    given: sourceFiles(given),
    hidden: sourceFiles(hidden),
  };
  return { ...parts, name: '00-fixture', number: 0, spec: '', footer: '', hash: JSON.stringify(parts) };
}

/** Hidden tests over a package `sums` with `Add(a, b int) int`. */
export const addTests = `package sums_test

import (
	"testing"

	"sums"
)

func TestAdd(t *testing.T) {
	if got := sums.Add(2, 3); got != 5 {
		t.Errorf("R1: Add(2, 3) = %d, want 5", got)
	}
}
`;

export const addLevel = level({ hidden: { 'sums_test.go': addTests } });

/** An answer to `addLevel` whose Add runs some statements first. */
export function addAnswer(body: string, imports: string[] = [], besides = ''): Answer {
  const lines = imports.map((name) => `import "${name}"\n`).join('');
  return answer({ 'sums.go': `package sums\n\n${lines}\n${besides}\n\nfunc Add(a, b int) int {\n${body}\n}\n` });
}
