import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { execa } from 'execa';
import type { Finding } from '../../cli/doctor/finding.ts';
import { stateFolder } from '../../grading/state-folder.ts';
import { freePort } from '../e2e/waiting.ts';
import { servedRunner } from '../providers/served-runner.ts';
import { specgen } from './command.ts';

const temporal = process.env.TEMPORAL_CLI ?? 'temporal';
let folder: string;
let server: ReturnType<typeof startServer>;
let address: string;
let ollama: Server;
let ollamaHost: string;

const startServer = (ip: string, port: string) =>
  execa(temporal, ['server', 'start-dev', '--headless', '--ip', ip, '--port', port, '--log-level', 'error'], { reject: false });

/** A server as it is when nobody has prepared it: no attributes, a day's retention, no workers. */
before(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'specgen-doctor-'));
  // programs in it are started as users without rights
  chmodSync(folder, 0o755);
  address = `127.0.0.1:${await freePort()}`;
  const [ip = '', port = ''] = address.split(':');
  server = startServer(ip, port);
  const healthy = () => execa(temporal, ['operator', 'cluster', 'health', '--address', address], { reject: false });
  while ((await healthy()).exitCode !== 0);
  ollama = createServer((request, response) => {
    const answers: Record<string, [number, unknown]> = {
      '/api/tags': [200, { models: [{ name: 'coder:7b', size: 4_700_000_000, digest: 'd' }] }],
      '/api/version': [200, { version: '0.17.4' }],
      '/api/show': [404, { error: "model 'coder:7' not found" }],
    };
    const [status, body] = answers[request.url ?? ''] ?? [404, {}];
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => ollama.listen(0, '127.0.0.1', resolve));
  ollamaHost = `http://127.0.0.1:${(ollama.address() as AddressInfo).port}`;
});

after(async () => {
  server.kill('SIGTERM');
  await server;
  ollama.close();
  rmSync(folder, { recursive: true, force: true });
});

/** What doctor finds, and its exit code. */
async function doctor(env: Record<string, string | undefined>, ...args: string[]) {
  const { stdout, exitCode, stderr } = await specgen(['doctor', '--json', ...args], env);
  assert.ok(stdout.startsWith('['), stderr);
  const findings = JSON.parse(stdout) as Finding[];
  return { exitCode, stdout, of: (check: string) => findings.filter((finding) => finding.check === check) };
}

const fileWith = (content: object): string => {
  const file = path.join(folder, 'sweep.json');
  writeFileSync(file, JSON.stringify(content));
  return file;
};

/** A fix is a command to paste: here it is pasted. */
async function mend({ fix }: Finding): Promise<void> {
  assert.ok(fix);
  const PATH = `${path.dirname(path.resolve(temporal))}:${process.env.PATH}`;
  const { exitCode, stderr } = await execa('sh', ['-c', fix], { reject: false, env: { PATH } });
  assert.equal(exitCode, 0, `${fix}\n${stderr}`);
}

test('a server that nobody has prepared is told what it lacks, and the commands mend it', async () => {
  const env = { TEMPORAL_ADDRESS: address, TEMPORAL_NAMESPACE: 'nights' };
  const first = await doctor(env);
  assert.match(first.of('temporal')[0]?.found ?? '', /^server \d+\.\d+\.\d+ answers at 127/);
  const [missing] = first.of('namespace');
  assert.deepEqual([first.exitCode, missing?.state, missing?.found], [1, 'fail', 'the server has no namespace "nights"']);
  await mend(missing!);

  const prepared = { TEMPORAL_ADDRESS: address };
  const second = await doctor(prepared);
  assert.deepEqual([second.of('namespace')[0]?.state, second.of('retention')[0]?.state], ['pass', 'warning']);
  assert.match(second.of('retention')[0]?.found ?? '', /kept for 1 day$/);
  const [attributes] = second.of('search attributes');
  assert.equal(attributes?.found, 'missing: SpecgenSweep, SpecgenModel, SpecgenState, SpecgenTrialsDone, SpecgenPercent');
  for (const program of ['orchestrator', 'generation', 'grading']) {
    const [found] = second.of(`worker ${program}`);
    assert.match(
      `${found?.state} ${found?.found} ${found?.fix}`,
      /^fail no worker answers the queue specgen\S*, which is for \w+ npx specgen up$/,
    );
  }
  await mend(attributes!);
  await mend(second.of('retention')[0]!);
  const third = await doctor(prepared);
  assert.deepEqual([third.of('search attributes')[0]?.state, third.of('retention')[0]?.state], ['pass', 'pass']);
});

test('a search attribute of another type: the command takes it away', async () => {
  const named = ['--namespace', 'mistyped', '--address', address];
  await execa(temporal, ['operator', 'namespace', 'create', ...named]);
  const made = () => execa(temporal, ['operator', 'search-attribute', 'create', '--name', 'SpecgenPercent', '--type', 'Keyword', ...named]);
  // a new namespace is known to the whole server a moment later
  for (let tries = 0; ; tries += 1) {
    const { exitCode } = await made().catch((error: { exitCode: number }) => error);
    if (exitCode === 0) break;
    assert.ok(tries < 100, 'the attribute cannot be made');
  }
  const env = { TEMPORAL_ADDRESS: address, TEMPORAL_NAMESPACE: 'mistyped' };
  const [wrong] = (await doctor(env)).of('search attributes');
  assert.deepEqual([wrong?.state, wrong?.found], ['fail', 'SpecgenPercent was expected to be Double, but is Keyword']);
  const [remove, next] = (wrong?.fix ?? '').split(' && ');
  assert.equal(next, 'npx specgen up');
  await mend({ ...wrong!, fix: remove! });
  assert.match((await doctor(env)).of('search attributes')[0]?.found ?? '', /^missing: .*SpecgenPercent/);
});

test('a bucket that cannot be reached', async () => {
  const keys = { AWS_ACCESS_KEY_ID: 'nobody', AWS_SECRET_ACCESS_KEY: 'invented', AWS_REGION: 'none' };
  const [found] = (await doctor({ ...keys, SPECGEN_OUTPUT: 's3://results/nights', AWS_ENDPOINT_URL_S3: 'http://127.0.0.1:9' })).of(
    'output',
  );
  assert.match(`${found?.state} ${found?.found} ${found?.fix}`, /^fail .*s3:\/\/results.* export SPECGEN_OUTPUT=/);
});

test('a runner that a killed Ollama server has left: the command ends it', async (t) => {
  const { runner, killServer } = await servedRunner(t);
  await killServer();
  const found = async () => (await doctor({})).of('ollama runners').find(({ fix }) => fix === `kill ${runner}`);
  const left = await found();
  assert.match(`${left?.state} ${left?.found}`, /^warning a runner without its server holds \d+ MiB$/);
  await mend(left!);
  assert.equal(await found(), undefined);
});

test('a sweep that nobody would answer is not started: it says what doctor says', async () => {
  const { exitCode, stderr } = await specgen(['sweep', '-m', 'builtin:reference', '-l', '1', '-s', '1'], { TEMPORAL_ADDRESS: address });
  assert.equal(exitCode, 1);
  assert.match(stderr, /^specgen: no worker answers the queue specgen, which is for orchestrator\. Mend it: npx specgen up$/);
});

test('no server, and commands that need one say the same', async () => {
  const found = (await doctor({})).of('temporal')[0];
  assert.deepEqual([found?.state, found?.found, found?.fix], ['fail', 'no Temporal server answers at 127.0.0.1:9', 'npx specgen up']);
  assert.equal((await specgen(['status'])).stderr, `specgen: ${found?.found}. Mend it: ${found?.fix}`);
});

test('something else than Temporal at the address', async () => {
  const [found] = (await doctor({ TEMPORAL_ADDRESS: ollamaHost.replace('http://', '') })).of('temporal');
  assert.match(
    `${found?.state} ${found?.found} ${found?.fix}`,
    /^fail something answers at .*, but not as a Temporal server: .* export TEMPORAL_ADDRESS=/,
  );
});

test('an Ollama host: what it offers, a model that it has not, a host that is silent', async () => {
  const offered = (await doctor({ OLLAMA_HOST: ollamaHost })).of('provider ollama')[0];
  assert.deepEqual([offered?.state, offered?.found], ['pass', `1 models at ${ollamaHost}`]);
  const endpoints = { gpu1: { provider: 'ollama', baseUrl: ollamaHost }, off: { provider: 'ollama', baseUrl: 'http://127.0.0.1:9' } };
  const asked = await doctor({}, fileWith({ models: ['gpu1:coder:7', 'off:coder:7b'], endpoints, levels: '1', samples: 1 }));
  const [mistyped, silent] = [asked.of('model gpu1:coder:7')[0], asked.of('model off:coder:7b')[0]];
  assert.match(mistyped?.found ?? '', /has no model "coder:7".*did you mean "coder:7b"\?$/);
  assert.deepEqual([asked.exitCode, mistyped?.fix], [1, `OLLAMA_HOST=${ollamaHost} ollama pull coder:7`]);
  assert.match(silent?.found ?? '', /cannot be reached at http:\/\/127\.0\.0\.1:9/);
  assert.equal(silent?.fix, 'OLLAMA_HOST=http://127.0.0.1:9 ollama serve');
});

test('keys: those that a sweep needs must be there, others need not; none is ever printed', async () => {
  const key = 'sk-recognisable-55d1';
  const endpoints = { own: { provider: 'openai-compatible', baseUrl: ollamaHost, apiKeyVariable: 'OWN_KEY' } };
  const file = fileWith({ models: ['own:some'], endpoints, levels: '1', samples: 1 });
  const [without, given] = [await doctor({}, file), await doctor({ OWN_KEY: key }, file)];
  assert.deepEqual(
    without.of('key OWN_KEY').map(({ state, fix }) => [state, fix]),
    [['fail', 'export OWN_KEY=… && npx specgen down && npx specgen up']],
  );
  assert.deepEqual([given.of('key OWN_KEY')[0]?.state, given.of('model own:some')[0]?.state], ['pass', 'pass']);
  const unasked = (await doctor({ OPENAI_API_KEY: undefined })).of('provider openai')[0];
  assert.deepEqual([unasked?.state, unasked?.found], ['warning', 'no key: OPENAI_API_KEY is not set']);
  for (const { stdout } of [given, await doctor({ OPENAI_API_KEY: undefined, OWN_KEY: key })]) assert.ok(!stdout.includes(key));
});

/** A folder for `PATH` with a program of this name in it. */
function pathWith(name: string, script: string): string {
  const programs = mkdtempSync(path.join(folder, 'path-'));
  chmodSync(programs, 0o755);
  writeFileSync(path.join(programs, name), `#!/bin/sh\n${script}\n`);
  chmodSync(path.join(programs, name), 0o755);
  return programs;
}

test('a sandbox that is not installed, or cannot be made here; and grade says the same', async () => {
  const [none] = (await doctor({ PATH: '/nonexistent' })).of('sandbox');
  assert.deepEqual([none?.state, none?.fix], ['fail', 'sudo apt-get install -y bubblewrap']);
  const [refused] = (await doctor({ PATH: pathWith('bwrap', 'echo "bwrap: No permissions to create new namespace" >&2; exit 1') })).of(
    'sandbox',
  );
  assert.match(refused?.found ?? '', /cannot make one here: bwrap: No permissions to create new namespace/);
  assert.match(refused?.fix ?? '', /^sudo sysctl .*kernel\.unprivileged_userns_clone=1/);
  const { stderr, exitCode } = await specgen(['grade', '-l', '1', '-r', '/dev/null'], { PATH: '/nonexistent' });
  assert.deepEqual([exitCode, stderr], [1, `specgen: ${none?.found}. Mend it: ${none?.fix}`]);
  const [off] = (await doctor({ PATH: '/nonexistent', SPECGEN_UNSAFE_NO_SANDBOX: '1' })).of('sandbox');
  assert.deepEqual([off?.state, off?.fix], ['warning', 'unset SPECGEN_UNSAFE_NO_SANDBOX']);
});

test('a toolchain that was never prepared, and one in a folder that answers cannot enter', async () => {
  const home = path.join(folder, 'home');
  mkdirSync(home);
  const [missing] = (await doctor({ SPECGEN_HOME: home })).of('go toolchain');
  assert.match(
    `${missing?.state} ${missing?.found} ${missing?.fix}`,
    /^fail the prepared Go toolchain was expected in .*home.* npx specgen doctor/,
  );
  symlinkSync(path.join(stateFolder(), 'go'), path.join(home, 'go'));
  chmodSync(folder, 0o700);
  const [closed] = (await doctor({ SPECGEN_HOME: home })).of('sandbox');
  // only as root answers run as users of their own
  if (process.getuid?.() === 0) assert.equal(closed?.fix, `chmod o+x ${folder}`);
  else assert.equal(closed?.state, 'pass');
});

test('no Temporal CLI, which only the own server needs', async () => {
  const [found] = (await doctor({ TEMPORAL_CLI: '/nonexistent/temporal' })).of('temporal cli');
  assert.deepEqual([found?.state, found?.fix], ['warning', 'rm -rf .specgen/tools && npx specgen doctor']);
});

/** Doctor with its results on a file system of its own, in namespaces of its own. */
async function onDisk(options: string): Promise<Finding | undefined> {
  const mounted = mkdtempSync(path.join(folder, 'disk-'));
  const main = path.resolve(import.meta.dirname, '../../cli/main.ts');
  const script = `mount -t tmpfs -o ${options} none ${mounted} && exec ${process.execPath} ${main} doctor --json`;
  const env = { SPECGEN_OUTPUT: path.join(mounted, 'output'), TEMPORAL_ADDRESS: '127.0.0.1:9', OLLAMA_HOST: '127.0.0.1:9' };
  const { stdout, stderr } = await execa('unshare', ['--user', '--map-root-user', '--mount', 'sh', '-c', script], { reject: false, env });
  assert.ok(stdout.startsWith('['), stderr);
  return (JSON.parse(stdout) as Finding[]).find(({ check }) => check === 'disk: output');
}

test('a file where the folder of results should be; and commands that read it name it', async () => {
  const file = path.join(folder, 'results');
  writeFileSync(file, '');
  const [found] = (await doctor({ SPECGEN_OUTPUT: file })).of('disk: output');
  assert.deepEqual([found?.state, found?.found], ['fail', `${file} is a file, where a folder is expected`]);
  const { stderr, exitCode } = await specgen(['report', 'night'], { SPECGEN_OUTPUT: file });
  assert.deepEqual(
    [exitCode, stderr],
    [1, `specgen: Cannot read ${file}: a file stands where a folder is expected. Move it away (ENOTDIR)`],
  );
});

test('disks: full, nearly full, read-only', async () => {
  const [full, nearly, readOnly] = [await onDisk('size=1m'), await onDisk('size=1g'), await onDisk('ro')];
  assert.match(`${full?.state} ${full?.found} ${full?.fix}`, /^fail only 0\.0 GiB free for .*output du -sh .*output\/\* \| sort -h$/);
  assert.match(`${nearly?.state} ${nearly?.found}`, /^warning only 1\.0 GiB free/);
  assert.match(`${readOnly?.state} ${readOnly?.found} ${readOnly?.fix}`, /^fail .* cannot be written \(EROFS\) export SPECGEN_OUTPUT=/);
});
