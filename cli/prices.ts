import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { type KnownPrice, type PriceTable, priceIn, priceTableFormat } from '../core/price-table.ts';
import type { PlannedModel } from '../core/sweep-plan.ts';
import { projectFolder } from '../grading/state-folder.ts';
import { UserError } from './exit.ts';

const own = path.join(projectFolder, 'prices.json');

/** The table of a file, else the one that comes with specgen. */
export async function readPrices(file: string = own): Promise<PriceTable> {
  const text = await readFile(file, 'utf8').catch(() => {
    throw new UserError(`no price table at ${file}; ${own} shows its format`);
  });
  const read = priceTableFormat.safeParse(parsed(file, text));
  if (read.success) return read.data;
  throw new UserError(`${file} is no price table; ${own} shows its format:\n${z.prettifyError(read.error)}`);
}

function parsed(file: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new UserError(`${file} is not JSON: ${(error as Error).message}`);
  }
}

/** What the sweep file says goes over every table, and a table of the user's over specgen's own. */
export const priceOf = (model: PlannedModel, tables: PriceTable): KnownPrice | null =>
  model.price ? { price: model.price, from: 'the sweep file' } : priceIn(tables, model.id);
