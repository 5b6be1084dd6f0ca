import assert from 'node:assert/strict';
import { test } from 'node:test';
import { execa } from 'execa';

const module = new URL('../../grading/go/', import.meta.url);

/** Fixed so that neither the user's settings nor the network can change what is tested. */
const environment = {
  GOTOOLCHAIN: process.env.GOTOOLCHAIN ?? 'go1.26.8',
  GOPROXY: 'off',
  GOSUMDB: 'off',
  GOENV: 'off',
  GOTELEMETRY: 'off',
  GOFLAGS: '-buildvcs=false',
  LC_ALL: 'C',
  TZ: 'UTC',
};

async function go(...args: string[]): Promise<void> {
  const result = await execa('go', args, { cwd: module, env: environment, all: true, reject: false });
  assert.equal(result.exitCode, 0, `go ${args.join(' ')}:\n${result.all ?? result.message}`);
}

test('the Go module vets', async () => go('vet', './...'));

test('the Go module passes its own tests', async () => go('test', './...'));

test('the Go module is formatted', async () => {
  const result = await execa('gofmt', ['-l', '.'], { cwd: module, env: environment });
  assert.equal(result.stdout, '', `not formatted as gofmt would: ${result.stdout}`);
});
