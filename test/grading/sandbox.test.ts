import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import test from 'node:test';
import { setImmediate } from 'node:timers/promises';
import type { Box } from '../../grading/sandbox/box.ts';
import { openSandbox, openUnsafe, type Sandbox } from '../../grading/sandbox/sandbox.ts';
import { Slots } from '../../grading/sandbox/slots.ts';
import { removeStaleWork, withWorkFolder } from '../../grading/sandbox/work-folder.ts';
import { loadToolchain } from '../../grading/toolchain/toolchain.ts';
import './fixture.ts';

process.env.SPECGEN_CANARY = 'canary-of-the-caller';
const toolchain = await loadToolchain();
const sandbox = await openSandbox(toolchain);

const box: Box = {
  ...{ readable: {}, writable: {}, system: true, temporaryMiB: 4, environment: { INSIDE: 'yes', PATH: '/usr/bin:/bin' } },
  limits: { cpuSeconds: 2, memoryMiB: 512, fileMiB: 2, openFiles: 32 },
};

async function sh(script: string, in_: Sandbox = sandbox, wallLimitMs = 60_000) {
  return in_.run(box, { argv: ['/bin/sh', '-c', script], wallLimitMs }, 1);
}

test('nothing of the caller is in the environment of any process inside', async () => {
  const { stdout } = await sh('env; for file in /proc/[0-9]*/environ; do tr "\\0" "\\n" < $file; done');
  assert.match(stdout, /INSIDE=yes/);
  assert.doesNotMatch(stdout, /canary-of-the-caller|HOME=/);
});

test('the user inside is not root and the process is the only one', async () => {
  const { stdout } = await sh('id -u; ls -d /proc/[0-9]*');
  assert.notEqual(stdout.split('\n')[0], '0');
  assert.match(stdout, /\/proc\/1\n/);
  if (process.getuid?.() === 0) assert.equal(stdout.split('\n')[0], '64001');
});

test('no further namespaces can be made, and no capability is left', async () => {
  const { stdout, exitCode } = await sh('grep CapEff /proc/self/status; unshare --user true');
  assert.match(stdout, /CapEff:\t0+\n/);
  assert.notEqual(exitCode, 0);
});

test('there is no network', async () => {
  const { stdout } = await sh('cat /proc/net/dev | tail -n +3; cat /proc/net/route | tail -n +2');
  assert.doesNotMatch(stdout, /eth|ens|wl/);
});

test('only /tmp can be written, and no more than it may hold', async () => {
  const { stdout } = await sh('for at in / /dev /proc /usr /etc; do touch $at/x 2>/dev/null && echo wrote $at; done; true');
  assert.equal(stdout, '');
  const full = await sh('for i in 1 2 3 4 5 6 7 8; do head -c 1000000 /dev/zero > /tmp/$i || exit 9; done');
  assert.equal(full.exitCode, 9);
});

test('files are bounded', async () => {
  assert.equal((await sh('head -c 3000000 /dev/zero > /tmp/big; test $(wc -c < /tmp/big) -le 2097152')).exitCode, 0);
});

test('only descriptors 0 to 2 are inherited', async () => {
  const { stdout } = await sh('ls /proc/self/fd');
  assert.deepEqual(stdout.trim().split('\n').slice(0, 3), ['0', '1', '2']);
  assert.ok(stdout.trim().split('\n').length <= 4);
});

test('CPU time is bounded', async () => {
  const done = await sh('while :; do :; done');
  assert.ok(done.exitCode >= 128 && !done.wallLimit);
});

test('output is bounded, also of who ignores that', async () => {
  const done = await sh('trap "" PIPE; yes 2>&1; yes >&2');
  assert.ok(done.outputLimit && done.stdout.length <= 1 << 20);
});

test('a wall limit ends a sleeper', async () => {
  assert.equal((await sh('sleep 1000', sandbox, 300)).wallLimit, true);
});

test('nothing that a process starts outlives it', async () => {
  await sh('(setsid sleep 987654 &) ; (sleep 987654 &)');
  assert.equal((await commandLines()).filter((line) => line.includes('987654')).length, 0);
});

test('a process that closes its descriptors is a result like any other', async () => {
  const command = { argv: ['/bin/sh', '-c', 'exec 3>&- 4<&- 1>&- 2>&-; exit 7'], nonce: 'n'.repeat(300_000), wallLimitMs: 60_000 };
  const done = await sandbox.run(box, command, 0);
  assert.deepEqual([done.exitCode, done.result], [7, '']);
});

test('when what starts processes is lost, what ran is a fault of the harness, and the next command runs', async () => {
  const lost = assert.rejects(sh('exec sleep 987655'), /launch was expected to end, but .*spawn was lost: it ended with SIGKILL/);
  // bubblewrap asks to end with its parent once it is up
  while (!(await commandLines()).some((line) => line.startsWith('sleep\x00987655'))) await setImmediate();
  for (const pid of await childrenOf(process.pid)) process.kill(pid, 'SIGKILL');
  await lost;
  assert.equal((await sh('exit 5')).exitCode, 5);
  while ((await commandLines()).some((line) => line.includes('987655'))) await setImmediate();
});

test('who looks as if it never started is believed only when our own program does not start either', async () => {
  const done = await sh('echo "bwrap: no permission" >&2; exit 1');
  assert.equal(done.exitCode, 1);
  const broken = { ...box, readable: { '/x': '/does/not/exist' } };
  await assert.rejects(sandbox.run(broken, { argv: ['/bin/true'], wallLimitMs: 60_000 }, 0), /expected to start in the sandbox/);
});

test('without a sandbox limits still hold and the environment is still empty', async () => {
  const unsafe = openUnsafe(toolchain);
  assert.equal(unsafe.unsandboxed, true);
  assert.doesNotMatch((await sh('env', unsafe)).stdout, /canary-of-the-caller/);
  assert.ok((await sh('while :; do :; done', unsafe)).exitCode >= 128);
});

test('where bubblewrap is missing, the error names the cure', async () => {
  const before = process.env.PATH;
  process.env.PATH = '/does/not/exist';
  await assert.rejects(openSandbox(toolchain), /needs bubblewrap.*apt-get install -y bubblewrap/).finally(() => {
    process.env.PATH = before;
  });
});

test('work folders go, also those of processes that died', async () => {
  const kept = await withWorkFolder(async (folder) => {
    await removeStaleWork();
    assert.deepEqual(await readdir(folder), []);
    return folder;
  });
  const stale = await mkdtemp(path.join(path.dirname(kept), '999999999-'));
  await removeStaleWork();
  await assert.rejects(readdir(kept), /ENOENT/);
  await assert.rejects(readdir(stale), /ENOENT/);
});

test('slots bound how many work, and one can be alone', async () => {
  const slots = new Slots(2);
  let [working, most, besides] = [0, 0, -1];
  const work = (alone: boolean) =>
    slots.use(async (slot) => {
      most = Math.max(most, ++working);
      await setImmediate();
      working--;
      if (alone) await slot.alone(async () => (besides = working));
    });
  await Promise.all([work(false), work(true), work(false), work(true), work(false)]);
  assert.deepEqual([most, besides], [2, 0]);
});

async function commandLines(): Promise<string[]> {
  const ids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  return Promise.all(ids.map((id) => readFile(`/proc/${id}/cmdline`, 'utf8').catch(() => '')));
}

async function childrenOf(pid: number): Promise<number[]> {
  return (await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8')).trim().split(' ').map(Number);
}
