import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { editorSchemas } from '../../core/editor-schemas.ts';

const project = path.resolve(import.meta.dirname, '..', '..');
const read = (file: string): unknown => JSON.parse(readFileSync(path.join(project, file), 'utf8'));
// "uuid" and "uri" are for people here: what ajv knows of formats would be one more package
const validatorOf = (file: string) => new Ajv2020({ validateFormats: false }).compile(read(file) as object);

for (const [file, schema] of Object.entries(editorSchemas)) {
  test(`${file} is as the format says; "npm run schemas" writes it`, () => {
    assert.deepEqual(read(file), JSON.parse(JSON.stringify(schema())));
  });
}

const files = {
  'sweeps/sweep.schema.json': globSync('sweeps/*.json', { cwd: project }).filter((file) => !file.endsWith('.schema.json')),
  'specs/level.schema.json': globSync('specs/*/level.json', { cwd: project }),
};
for (const [schema, described] of Object.entries(files)) {
  test(`every file in the repository is valid by ${schema}`, () => {
    const valid = validatorOf(schema);
    const found = described.flatMap((file) => (valid(read(file)) ? [] : [`${file}: ${JSON.stringify(valid.errors)}`]));
    assert.deepEqual([described.length > 5, found], [true, []]);
  });
}

test('an editor marks a field that does not exist, and a level of another format', () => {
  assert.equal(validatorOf('sweeps/sweep.schema.json')({ models: ['a'], modles: ['b'] }), false);
  const level = read('specs/01-parking-tariff/level.json') as object;
  assert.equal(validatorOf('specs/level.schema.json')({ ...level, format: 1 }), true);
  assert.equal(validatorOf('specs/level.schema.json')({ ...level, format: 2 }), false);
});
