import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { replaceDerived } from '../../storage/files/derived.ts';
import { StorageError } from '../../storage/storage-error.ts';

function folderFor(t: TestContext): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'specgen-derived-'));
  t.after(() => rmSync(folder, { recursive: true }));
  return folder;
}

describe('replaceDerived', () => {
  it('creates a file, then replaces it, and leaves nothing else behind', (t) => {
    const folder = folderFor(t);
    replaceDerived(path.join(folder, 'page.html'), 'old');
    replaceDerived(path.join(folder, 'page.html'), 'new – whole');
    assert.deepEqual(readdirSync(folder), ['page.html']);
    assert.equal(readFileSync(path.join(folder, 'page.html'), 'utf8'), 'new – whole');
  });
  it('leaves nothing behind where it cannot be put in place', (t) => {
    const folder = folderFor(t);
    mkdirSync(path.join(folder, 'page.html'));
    assert.throws(() => replaceDerived(path.join(folder, 'page.html'), 'text'));
    assert.deepEqual(readdirSync(folder), ['page.html']);
  });
  it('says what to do about a fault of the disk', (t) => {
    const file = path.join(folderFor(t), 'file');
    replaceDerived(file, 'text');
    assert.throws(
      () => replaceDerived(path.join(file, 'page.html'), 'text'),
      (error) => error instanceof StorageError && /a file stands where/.test(error.message),
    );
  });
});
