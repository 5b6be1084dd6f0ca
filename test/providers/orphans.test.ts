import assert from 'node:assert/strict';
import { test } from 'node:test';
import { orphanedRunners } from '../../providers/ollama/orphans.ts';
import { servedRunner } from './served-runner.ts';

test('a runner is orphaned once its server was killed, and not before', async (t) => {
  const { runner, killServer } = await servedRunner(t);
  const found = () => orphanedRunners().find(({ pid }) => pid === runner);
  assert.equal(found(), undefined);
  await killServer();
  const orphan = found();
  assert.ok(orphan && orphan.memoryMiB > 1, JSON.stringify(orphan));
});
