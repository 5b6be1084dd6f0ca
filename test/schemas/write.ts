import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { editorSchemas } from '../../core/editor-schemas.ts';

/** Writes the JSON Schemas that editors complete sweep files and levels by: `npm run schemas`, after a change of either format. */
for (const [file, schema] of Object.entries(editorSchemas)) {
  writeFileSync(path.join(import.meta.dirname, '..', '..', file), `${JSON.stringify(schema(), null, 2)}\n`);
}
