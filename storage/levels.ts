import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { type Level, levelFormat, levelFormatVersion, type SourceFile } from '../core/level.ts';
import { withoutEditorSchema } from '../core/without-editor-schema.ts';

const folderName = /^(\d+)-[a-z0-9-]+$/;
const footerName = 'footer.md';

/** Names of the levels' folders below `specs`, by their numbers. */
export async function listLevels(specs: string): Promise<string[]> {
  const entries = await readdir(specs, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory() && folderName.test(entry.name)).map((entry) => entry.name);
  return names.sort((a, b) => numberOf(a) - numberOf(b));
}

/** All levels below `specs`. */
export async function readLevels(specs: string): Promise<Level[]> {
  return Promise.all((await listLevels(specs)).map((name) => readLevel(specs, name)));
}

/** Reads one level. Throws when a file is missing or `level.json` is not as its format says. */
export async function readLevel(specs: string, name: string): Promise<Level> {
  const folder = path.join(specs, name);
  const [format, spec, footer, given, hidden] = await Promise.all([
    readFormat(path.join(folder, 'level.json')),
    textOf(path.join(folder, 'spec.md'), 'what a model is told'),
    textOf(path.join(specs, footerName), 'the end of every prompt of the collection'),
    readFiles(path.join(folder, 'given')),
    readFiles(path.join(folder, 'hidden')),
  ]);
  const parts = { name, spec, footer, given, hidden };
  return { ...format, ...parts, number: numberOf(name), hash: hashOf({ format, ...parts }) };
}

/** A level's folder that its author can mend. */
export class LevelError extends Error {
  override readonly name = 'LevelError';
}

async function readFormat(file: string): Promise<z.infer<typeof levelFormat>> {
  const { format = levelFormatVersion, ...fields } = jsonOf(file, await textOf(file, 'what a level is scored by'));
  if (format !== levelFormatVersion) {
    const cure = 'use a version of specgen that reads it, or change the level to this format (specs/README.md)';
    throw new LevelError(`${file} is of level format ${JSON.stringify(format)}; expected ${levelFormatVersion}: ${cure}`);
  }
  const read = levelFormat.safeParse(fields);
  if (read.success) return read.data;
  throw new LevelError(`${file} is not as the format of levels says:\n${z.prettifyError(read.error)}`);
}

async function textOf(file: string, what: string): Promise<string> {
  return await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw error.code === 'ENOENT' ? new LevelError(`${file} is missing: ${what}; "specgen new-level" makes a whole folder`) : error;
  });
}

/** The object in a JSON file of a level. */
export function jsonOf(file: string, text: string): Record<string, unknown> {
  try {
    return (withoutEditorSchema(JSON.parse(text)) ?? {}) as Record<string, unknown>;
  } catch (error) {
    throw new LevelError(`${file} is not JSON: ${(error as Error).message}`);
  }
}

/** All files below a folder, by path; none when the folder does not exist. */
export async function readFiles(folder: string): Promise<SourceFile[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const files = entries.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name));
  const read = files.map(async (file) => ({
    path: path.relative(folder, file).split(path.sep).join('/'),
    content: await readFile(file, 'utf8'),
  }));
  return (await Promise.all(read)).sort((a, b) => (a.path < b.path ? -1 : 1));
}

function numberOf(name: string): number {
  return Number(folderName.exec(name)?.[1] ?? Number.NaN);
}

function hashOf(parts: unknown): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}
