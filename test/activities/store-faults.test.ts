import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ApplicationFailure } from '@temporalio/common';
import { MockActivityEnvironment } from '@temporalio/testing';
import { DefaultLogger } from '@temporalio/worker';
import { translatingFaults } from '../../activities/faults.ts';
import { fault } from '../../core/faults.ts';
import { StorageError, type StorageTrouble } from '../../storage/storage-error.ts';

const silent = new DefaultLogger('ERROR', () => undefined);
const cases: Record<StorageTrouble, string> = {
  unreachable: fault.wait,
  full: fault.harness,
  denied: fault.harness,
  missing: fault.harness,
};

for (const [trouble, type] of Object.entries(cases)) {
  test(`a store that is ${trouble} becomes ${type}, with what to do`, async () => {
    const failing = () =>
      translatingFaults(async () => {
        throw new StorageError('Cannot use s3://b: do this', 's3://b', '', trouble as StorageTrouble);
      });
    await assert.rejects(new MockActivityEnvironment({}, { logger: silent }).run(failing), (error) => {
      assert.ok(error instanceof ApplicationFailure);
      assert.deepEqual([error.type, error.message, error.nonRetryable], [type, 'Cannot use s3://b: do this', true]);
      return true;
    });
  });
}
