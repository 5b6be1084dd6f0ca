import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { TrialFiles } from '../../activities/trial-files.ts';
import { BucketStore } from '../../storage/bucket/bucket-store.ts';
import { bucketClient } from '../../storage/bucket/client.ts';
import { ResponseStore } from '../../storage/responses/response-store.ts';
import type { Store } from '../../storage/store/store.ts';
import { hostAt } from './asking.ts';
import { grant, ofGrading } from './rights.ts';
import { access, bucket, type S3Server, startS3Server } from './s3-server.ts';

let server: S3Server;
let grader: Store;
before(async () => {
  server = await startS3Server();
  const user = await server.admit('grader');
  const at = { endpoint: server.url, region: 'us-east-1' };
  await grant(bucketClient({ ...at, credentials: access }), 'night', { grader: ofGrading });
  const credentials = { accessKeyId: user.AWS_ACCESS_KEY_ID!, secretAccessKey: user.AWS_SECRET_ACCESS_KEY! };
  grader = new BucketStore(bucketClient({ ...at, credentials }), { bucket, prefix: 'night/' });
});
after(() => server.stop());

const trial = { sweep: 'sweep', model: { id: 'openai:m' }, level: { name: '01-level' }, sample: 1 };

test('the rights of a host that only grades are enough for all that its worker does', async () => {
  await grader.probe();
  const answer = { files: [{ path: 'berth.go', content: 'package berth' }], observations: [] };
  await new TrialFiles(hostAt(server.port, 'night/'), trial).writeAnswer(answer);
  const files = new TrialFiles(grader, trial);
  assert.deepEqual(await files.readAnswer(), answer);
  for (const name of ['compile.json', 'tests.json']) await files.writeJson(name, {});
  assert.equal(await grader.removeLeftovers(), 0);
});

const forbidden: [name: string, work: () => Promise<unknown>][] = [
  ['responses', () => new ResponseStore(grader).peek('a-key')],
  ['paid requests', () => grader.create('responses/a-key/paid-1.json', '{}')],
  ['streams', () => grader.streams.begin('responses/a-key/attempt-1.jsonl', [])],
  ['scores', () => new TrialFiles(grader, trial).writeJson('score.json', {})],
  ['the answer that it grades', () => new TrialFiles(grader, trial).write('answer/berth.go', '')],
  ['the report', () => grader.write('sweep/report/results.json', '{}')],
  ['what is there, to remove it', () => grader.remove(['sweep/openai+m/01-level/1/extract.json'])],
];
for (const [name, work] of forbidden) {
  test(`a host that only grades may not touch ${name}`, () => assert.rejects(work(), { trouble: 'denied' }));
}
