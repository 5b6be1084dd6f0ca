import { createHash } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import type { LevelFolder, WrittenAnswer } from '../core/level-folder.ts';
import { jsonOf, LevelError, readFiles, readLevel } from './levels.ts';

const verdictsFormat = z.record(z.string(), z.string());
const phrasesFormat = z.record(z.string(), z.strictObject({ match: z.array(z.string()), miss: z.array(z.string()) }));

/** Reads a level with its reference, alternatives, mutants, calibration and phrases. */
export async function readLevelFolder(specs: string, name: string): Promise<LevelFolder> {
  const folder = path.join(specs, name);
  const level = await readLevel(specs, name);
  const alternatives = await subfolders(path.join(folder, 'alternatives'));
  const mutants = await readFiles(path.join(folder, 'mutants'));
  const phrases = await readFiles(path.join(folder, 'patterns'));
  const parts = {
    level,
    reference: await readAnswer(folder, 'reference'),
    alternatives: await Promise.all(alternatives.map((one) => readAnswer(folder, `alternatives/${one}`))),
    mutants: mutants.map((file) => ({ name: file.path.replace(/\.patch$/, ''), content: file.content })),
    calibration: await readCalibration(path.join(folder, 'calibration')),
    patterns: Object.fromEntries(phrases.map((file) => [file.path.replace(/\.json$/, ''), parsed(file, phrasesFormat)])),
    hasNotes: (await readdir(folder)).includes('NOTES.md'),
  };
  return { ...parts, folderHash: createHash('sha256').update(JSON.stringify(parts)).digest('hex') };
}

async function readAnswer(folder: string, name: string): Promise<WrittenAnswer> {
  const files = await readFiles(path.join(folder, name));
  const prose = files.find((file) => file.path === 'prose.md')?.content ?? '';
  return { name, files: files.filter((file) => file.path !== 'prose.md'), prose };
}

async function readCalibration(folder: string): Promise<LevelFolder['calibration']> {
  const names = await subfolders(folder);
  return Promise.all(
    names.map(async (name) => {
      const files = await readFiles(path.join(folder, name));
      const find = (wanted: string) => files.find((file) => file.path === wanted) ?? { path: wanted, content: '' };
      const verdicts = parsed({ ...find('verdicts.json'), path: path.join(folder, name, 'verdicts.json') }, verdictsFormat);
      return { name, response: find('response.md').content, verdicts };
    }),
  );
}

async function subfolders(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
}

function parsed<Value>(file: { path: string; content: string }, format: z.ZodType<Value>): Value {
  const read = format.safeParse(jsonOf(file.path, file.content || 'null'));
  if (read.success) return read.data;
  throw new LevelError(`${file.path} is not as the format of levels says:\n${z.prettifyError(read.error)}`);
}
