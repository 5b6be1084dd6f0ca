import assert from 'node:assert/strict';
import { test } from 'node:test';
import { explained, StorageError } from '../../storage/storage-error.ts';

const failing = (code: string) => async () => {
  throw Object.assign(new Error(`${code}: some words of the system`), { code });
};

const cases: { code: string; says: RegExp }[] = [
  { code: 'ENOSPC', says: /^Cannot write \/out\/x: the disk is full\. Free some space .*\(ENOSPC\)$/ },
  { code: 'EDQUOT', says: /the disk quota is used up\. Free some space/ },
  { code: 'EROFS', says: /the file system is read-only\. Mount it writable/ },
  { code: 'EACCES', says: /permission is denied\. Give this user the right/ },
];

for (const { code, says } of cases) {
  test(`${code} becomes one sentence with the path and what to do`, async () => {
    await assert.rejects(explained('/out/x', failing(code)), (error) => {
      assert.ok(error instanceof StorageError);
      assert.match(error.message, says);
      assert.deepEqual([error.code, error.path], [code, '/out/x']);
      return true;
    });
  });
}

test('other errors pass unchanged', async () => {
  const error = new RangeError('a mistake of ours');
  await assert.rejects(
    explained('/out/x', async () => {
      throw error;
    }),
    (thrown) => thrown === error,
  );
});
