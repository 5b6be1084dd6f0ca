import { z } from 'zod';
import type { Price } from './cost.ts';

/**
 * Prices of `specgen plan`, each list as of one date from one source. They only estimate: limits and reports go by the
 * prices that the sweep itself names, so that an old table changes no number.
 */
export const priceTableFormat = z.array(
  z.strictObject({
    asOf: z.string().regex(/^\d{4}-\d{2}(-\d{2})?$/, 'expected a date such as 2026-02 or 2026-02-20'),
    source: z.string().min(1),
    /** By `provider:name`: US dollars for a million tokens. */
    models: z.record(
      z.string().regex(/^[a-z][a-z0-9-]*:./, 'expected provider:name'),
      z.strictObject({ input: z.number().nonnegative(), output: z.number().nonnegative() }),
    ),
  }),
);

export type PriceTable = z.infer<typeof priceTableFormat>;

/** A price, and whose word it is. */
export interface KnownPrice {
  price: Price;
  from: string;
}

/** A release of a model by its date, such as `claude-haiku-4-5-20251001`, costs what the model costs. */
const withoutDate = (model: string): string => model.replace(/-(\d{8}|\d{4}-\d{2}-\d{2})$/, '');

/** The price of a model in the first list that has it; null where none has. */
export function priceIn(table: PriceTable, model: string): KnownPrice | null {
  for (const { asOf, source, models } of table) {
    const price = models[model] ?? models[withoutDate(model)];
    if (price) return { price, from: `${source} as of ${asOf}` };
  }
  return null;
}
