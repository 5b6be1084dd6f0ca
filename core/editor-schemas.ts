import { z } from 'zod';
import { levelFormat, levelFormatVersion } from './level.ts';
import { sweepInputFormat } from './sweep-input.ts';

/** JSON Schemas for editors, made from the formats that files are read by; `npm run schemas` writes them. */
export const editorSchemas: Record<string, () => object> = {
  'sweeps/sweep.schema.json': () => schemaOf(sweepInputFormat, 'A sweep file of specgen; sweeps/README.md tells of each field.'),
  'specs/level.schema.json': () =>
    schemaOf(
      levelFormat.extend({ format: z.literal(levelFormatVersion).optional() }),
      'level.json of a specgen level; specs/README.md tells of each field.',
    ),
};

const schemaOf = (format: z.ZodObject, description: string): object =>
  z.toJSONSchema(format.extend({ $schema: z.string().optional() }).describe(description), { io: 'input' });
