import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';
import { execa } from 'execa';
import { storyFile, toldStack } from './told-stack.ts';

const told = toldStack();

/** A command that follows a sweep, as soon as the first bars show that it does. */
async function followed(...args: string[]) {
  const { stack } = told;
  const env = { SPECGEN_HOME: stack.home, SPECGEN_OUTPUT: stack.output, TEMPORAL_ADDRESS: stack.state().address };
  const main = path.resolve(import.meta.dirname, '../../cli/main.ts');
  const following = execa(process.execPath, [main, ...args], { env, reject: false });
  await new Promise<void>((resolve) => following.stdout.on('data', (text) => String(text).includes('fake-model') && resolve()));
  // a process is a promise of its end: not to be returned bare
  return { following };
}

test('doctor finds nothing to mend where all is up', async () => {
  const { stack } = told;
  const { stdout, exitCode } = await stack.specgen('doctor', '--json');
  const failed = (JSON.parse(stdout) as { state: string }[]).filter(({ state }) => state === 'fail');
  assert.deepEqual([failed, exitCode], [[], 0]);
});

test('Ctrl-C stops following and says how to follow again; the sweep, named or not, goes on', async () => {
  const { stack } = told;
  const file = storyFile(told, 'followed');
  const { following } = await followed('sweep', file);
  following.kill('SIGINT');
  const { exitCode, stdout } = await following;
  assert.equal(exitCode, 3);
  assert.match(stdout, /no longer following; the sweep goes on\. Follow it again with: specgen status followed --follow$/);

  const listed = JSON.parse((await stack.mustDo('status', '--json')).stdout) as { sweep: string; status: string }[];
  assert.deepEqual(
    listed.map(({ sweep, status }) => [sweep, status]),
    [['followed', 'running']],
  );
  const paused = await stack.mustDo('pause');
  assert.match(paused.stdout, /^paused: story:fake-model/);
  assert.equal(paused.stderr, 'sweep followed, the only one that runs');
  const { stderr } = await stack.specgen('pause', 'folowed');
  assert.match(stderr, /^specgen: the server knows no sweep "folowed"; there are: followed; did you mean "followed"\?$/);
  await stack.mustDo('cancel', 'followed');
});

test('Ctrl-C again quits at once, whatever the first one still waits for', async () => {
  const { stack } = told;
  await stack.mustDo('sweep', storyFile(told, 'left'), '--no-follow');
  const { following } = await followed('status', 'left', '--follow');
  // a server that takes requests and never answers
  stack.kill('temporal', 'SIGSTOP');
  const impatience = setInterval(() => following.kill('SIGINT'), 50);
  const { exitCode } = await following;
  clearInterval(impatience);
  stack.kill('temporal', 'SIGCONT');
  assert.equal(exitCode, 3);
  await stack.mustDo('cancel', 'left');
});

test('a sweep for programs prints its outcome as JSON, and nothing else', async () => {
  const { stack } = told;
  const args = ['sweep', '-m', 'builtin:reference', '-l', '1', '-s', '1', '-n', 'quiet', '--json'];
  const { sweep, state, outcome } = JSON.parse((await stack.mustDo(...args)).stdout);
  assert.deepEqual([sweep, state, outcome.notScored, outcome.leaderboard[0].percent], ['quiet', 'done', 0, 100]);
});
