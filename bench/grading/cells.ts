import { randomBytes } from 'node:crypto';
import path from 'node:path';
import type { Check, Level, SourceFile } from '../../core/level.ts';
import type { LevelFolder } from '../../core/level-folder.ts';
import { projectFolder } from '../../grading/state-folder.ts';
import { readLevelFolder } from '../../storage/level-folders.ts';

/** What grading must find: all tests pass, some fail, or it does not compile. */
export type Finding = 'right' | 'wrong' | 'broken';

/** An answer to be graded, and what is known about it. */
export interface Cell {
  level: Level;
  files: SourceFile[];
  expected: Finding;
}

export const specs = path.join(projectFolder, 'specs');

/**
 * A small level: one package of 120 lines and 320 lines of tests that need nothing of ours; what it asks of the answer's own tests is
 * left out, which no other contender can do.
 */
export async function readPlainLevel(): Promise<LevelFolder> {
  const folder = await readLevelFolder(specs, '01-parking-tariff');
  const { files, checks, hash } = folder.level;
  const plain = { required: withoutTests(files.required, (name) => name), optional: files.optional };
  const level = { ...folder.level, files: plain, checks: checks.filter(({ kind }) => kind !== 'mutant'), hash: `${hash}-plain` };
  return { ...folder, level, reference: { ...folder.reference, files: withoutTests(folder.reference.files, ({ path: name }) => name) } };
}

const withoutTests = <T>(all: T[], nameOf: (one: T) => string): T[] => all.filter((one) => !nameOf(one).endsWith('_test.go'));

const order: Finding[] = ['right', 'wrong', 'broken'];

/** Answers that nobody has built before: right ones, the unchanged code and such with a type error, in turn. */
export function freshCells(folder: LevelFolder, count: number, findings = order): Cell[] {
  return Array.from({ length: count }, (_, index) => freshCell(folder, findings[index % findings.length]!));
}

function freshCell({ level, reference }: LevelFolder, expected: Finding): Cell {
  const files = expected === 'right' ? reference.files : level.given;
  return { level, files: files.map((file) => marked(file, expected === 'broken')), expected };
}

/** The file with a function of a new name, so that neither its archive nor its program has been seen before. */
export function marked(file: SourceFile, broken = false): SourceFile {
  const name = `unlike${randomBytes(8).toString('hex')}`;
  const fault = broken ? `\nvar ${name}s int = "text"\n` : '';
  return { ...file, content: `${file.content}\nfunc ${name}() string { return "${name}" }\n${fault}` };
}

/** The same level with a race check over some of its tests, so that answers are built both ways. */
export function withRaceCheck(folder: LevelFolder): LevelFolder {
  const { level } = folder;
  const race: Check = { ...level.checks.find((check) => check.kind === 'test')!, id: 'z', kind: 'race' };
  return { ...folder, level: { ...level, checks: [...level.checks, race], hash: `${level.hash}-race` } };
}
