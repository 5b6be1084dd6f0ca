import path from 'node:path';
import type { Level } from '../core/level.ts';
import { didYouMean } from '../core/near-miss.ts';
import { listLevels, readLevel } from '../storage/levels.ts';
import { ownSpecs } from '../storage/places.ts';
import { UserError } from './exit.ts';

/** A level named by its number in a collection, its folder or its spec.md; a folder elsewhere brings its own collection. */
export async function levelOf(wanted: string, collection = ownSpecs()): Promise<{ level: Level; specs: string }> {
  if (/^\d+$/.test(wanted)) return { level: await numbered(collection, Number(wanted)), specs: collection };
  const folder = path.resolve(wanted.replace(/\/?(spec\.md)?$/, ''));
  const specs = path.dirname(folder);
  try {
    return { level: await readLevel(specs, path.basename(folder)), specs };
  } catch (error) {
    const near = didYouMean(path.basename(folder), await listLevels(specs).catch(() => listLevels(ownSpecs())));
    throw new UserError(`${wanted} is no level: ${(error as Error).message}${near}`);
  }
}

async function numbered(specs: string, number: number): Promise<Level> {
  const names = await listLevels(specs).catch((error: Error) => {
    throw new UserError(`no levels can be read from ${specs}: ${error.message}`);
  });
  const name = names.find((one) => Number.parseInt(one, 10) === number);
  if (name) return await readLevel(specs, name);
  throw new UserError(`there is no level ${number}; existing: ${names.map((one) => Number.parseInt(one, 10)).join(', ')}`);
}
