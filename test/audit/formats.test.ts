import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { execa } from 'execa';

const main = path.resolve(import.meta.dirname, '..', '..', 'cli', 'main.ts');
const output = mkdtempSync(path.join(tmpdir(), 'specgen-formats-'));
after(() => rmSync(output, { recursive: true }));

const cases: [number, RegExp][] = [
  [1, /format 1; expected 2: an older version of specgen wrote it: .*under another name/],
  [3, /format 3; expected 2: a newer version of specgen wrote it: read it with that one/],
];
for (const [format, message] of cases) {
  test(`a sweep of format ${format} is refused by name, and stays as it is`, async () => {
    const [sweep, content] = [`of-format-${format}`, JSON.stringify({ format, whatever: 'it held' })];
    const file = path.join(output, sweep, 'sweep.json');
    mkdirSync(path.dirname(file));
    writeFileSync(file, content);
    for (const command of ['report', 'show', 'verify']) {
      const more = command === 'show' ? ['m', '1'] : [];
      const { exitCode, stderr } = await execa(process.execPath, [main, command, sweep, ...more], {
        ...{ reject: false, env: { SPECGEN_OUTPUT: output } },
      });
      assert.deepEqual([exitCode, stderr.trim().split('\n').length], [1, 1], stderr);
      assert.ok(stderr.includes(file));
      assert.match(stderr, message);
    }
    assert.equal(readFileSync(file, 'utf8'), content);
  });
}
