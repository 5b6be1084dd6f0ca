import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { freePort } from '../e2e/waiting.ts';
import { Authority, type Certificate } from './certificates.ts';
import { Host } from './host.ts';
import { TemporalServer } from './server.ts';
import { tlsFront } from './tls-front.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'specgen-secured-'));
const output = path.join(folder, 'output');
const keyFile = path.join(folder, 'codec');
let server: TemporalServer;
let front: Awaited<ReturnType<typeof tlsFront>>;
const hosts: Host[] = [];
const authority = new Authority(folder, 'authority');

before(async () => {
  writeFileSync(keyFile, randomBytes(32).toString('base64'));
  const port = await freePort();
  server = new TemporalServer(port);
  server.start();
  front = await tlsFront(port, authority, authority.sign('server'));
});
after(async () => {
  for (const host of hosts) host.remove();
  front.close();
  await server.remove();
  rmSync(folder, { recursive: true, force: true });
});

/** A host with a certificate of its own, by the profile file that Temporal's own programs read. */
function newHost({ cert, key }: Certificate, env: Record<string, string> = { SPECGEN_CODEC_FILE: keyFile }): Host {
  const file = path.join(folder, `${path.basename(cert)}.toml`);
  const tls = `[profile.default.tls]\nserver_ca_cert_path = "${authority.cert}"\nclient_cert_path = "${cert}"\nclient_key_path = "${key}"\n`;
  writeFileSync(file, `[profile.default]\naddress = "127.0.0.1:${front.port}"\n${tls}`);
  const host = new Host({ SPECGEN_OUTPUT: output, TEMPORAL_CONFIG_FILE: file, ...env });
  hosts.push(host);
  return host;
}

test('a sweep over mutual TLS with encrypted payloads', async () => {
  const host = newHost(authority.sign('host'));
  host.start('orchestration,grading,builtin');
  await host.untilReady(3);
  const { exitCode, stdout, stderr } = await host.specgen(
    'sweep',
    '--model',
    'builtin:reference',
    '--levels',
    '1',
    '--samples',
    '1',
    '--name',
    'sealed',
  );
  assert.equal(exitCode, 0, stderr);
  assert.match(stdout, /builtin:reference +1\/1 +100 +100\.0/);
  assert.match(readFileSync(path.join(output, 'sealed', 'report', 'results.json'), 'utf8'), /builtin:reference/);
});

const history = ['workflow', 'show', '-w', 'sealed', '-o', 'json'];

/** The data of all payloads, in the clear as far as it is; without search attributes, which the server has to read. */
function payloads(text: string): string[] {
  const history: unknown = JSON.parse(text, (name, value: unknown) => (name === 'searchAttributes' ? undefined : value));
  return [...JSON.stringify(history).matchAll(/"data":"([^"]+)"/g)].map(([, data]) => Buffer.from(data ?? '', 'base64').toString());
}

test('the history holds nothing that the server could read; the codec endpoint decrypts it for the Web UI and nobody else', async () => {
  const [host] = hosts;
  const sealed = await host!.temporal(...history);
  assert.ok(payloads(sealed.stdout).length > 5, sealed.stderr);
  assert.deepEqual(
    payloads(sealed.stdout).filter((data) => /builtin|parking/.test(data)),
    [],
  );

  const [port, webUi] = [await freePort(), 'http://127.0.0.1:8233'];
  const endpoint = await host!.serve('codec-server', '--port', `${port}`, '--web-ui', webUi);
  const plain = await host!.temporal(...history, '--codec-endpoint', `http://127.0.0.1:${port}`);
  assert.ok(payloads(plain.stdout).some((data) => data.includes('builtin:reference')));

  const ask = (origin: string, body: object) =>
    fetch(`http://127.0.0.1:${port}/decode`, { method: 'POST', body: JSON.stringify(body), headers: { origin, 'x-namespace': 'default' } });
  const first = JSON.parse(sealed.stdout).events[0].workflowExecutionStartedEventAttributes.input;
  const asked = await ask(webUi, first);
  assert.equal(asked.headers.get('access-control-allow-origin'), webUi);
  const [decoded] = ((await asked.json()) as { payloads: { data: string }[] }).payloads;
  assert.match(Buffer.from(decoded?.data ?? '', 'base64').toString(), /"models":\["builtin:reference"\]/);
  assert.equal((await ask('http://example.org', first)).status, 403);
  endpoint.kill();
});

test('a key that is none is refused with what to do', async () => {
  const other = path.join(folder, 'other');
  writeFileSync(other, 'short');
  const { exitCode, stderr } = await newHost(authority.sign('other'), { SPECGEN_CODEC_FILE: other }).specgen('status');
  assert.equal(exitCode, 1);
  assert.match(stderr, /specgen: SPECGEN_CODEC_FILE: \S+ holds 3 bytes in base64, expected 32; make one with: openssl rand/);
});

test('a host whose certificate another authority has signed is not let in', async () => {
  const stranger = newHost(new Authority(folder, 'stranger').sign('strange'));
  const { exitCode, stderr } = await stranger.specgen('status');
  assert.equal(exitCode, 1);
  assert.match(stderr, /something answers at 127\.0\.0\.1:\d+, but not as a Temporal server/);
});
