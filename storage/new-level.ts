import { randomUUID } from 'node:crypto';
import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { LevelError, listLevels, readFiles } from './levels.ts';
import { ownSpecs } from './places.ts';
import { ifThere } from './storage-error.ts';

const template = path.resolve(import.meta.dirname, '..', 'templates', 'level');
/** What the template has in place of a canary and of the schema's path. */
const canaryOfTemplate = '00000000-0000-4000-8000-000000000000';
const beginning = '{\n  "format": 1,';

/**
 * Lays out a small, whole level at `folder`, with a canary of its own, and the collection's `footer.md` where there is
 * none yet. Throws a LevelError where the name is no level's, the number is taken or something is there already.
 */
export async function newLevel(folder: string): Promise<void> {
  const [specs, name] = [path.dirname(folder), path.basename(folder)];
  const number = /^(\d+)-[a-z0-9]+(?:-[a-z0-9]+)*$/.exec(name)?.[1];
  if (!number) throw new LevelError(`expected a folder named by a number and words, such as my-levels/01-some-words, found ${folder}`);
  const taken = ((await ifThere(() => listLevels(specs))) ?? []).find((one) => Number.parseInt(one, 10) === Number(number));
  if (taken) throw new LevelError(`${path.join(specs, taken)} has the number ${Number(number)} already; choose another one`);
  await mkdir(specs, { recursive: true });
  await mkdir(folder).catch((error: NodeJS.ErrnoException) => {
    throw error.code === 'EEXIST' ? new LevelError(`${folder} is there already; choose another name`) : error;
  });
  const canary = randomUUID();
  const schema = path.relative(folder, path.join(ownSpecs(), 'level.schema.json'));
  for (const file of await readFiles(template)) {
    const place = path.join(folder, file.path);
    const content = file.content.replaceAll(canaryOfTemplate, canary);
    await mkdir(path.dirname(place), { recursive: true });
    await writeFile(
      place,
      file.path === 'level.json' ? content.replace(beginning, `{\n  "$schema": ${JSON.stringify(schema)},\n  "format": 1,`) : content,
    );
  }
  const footer = path.join(specs, 'footer.md');
  if ((await ifThere(() => readFile(footer))) === null) await copyFile(path.join(ownSpecs(), 'footer.md'), footer);
}
