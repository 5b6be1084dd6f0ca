import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before } from 'node:test';
import type { FakeServer } from '../providers/fakes/fake-server.ts';
import { TestStack } from './stack.ts';
import { startStoryteller } from './storyteller.ts';

/** A stack and a server that tells slow stories, there while the tests of one file run. */
export interface ToldStack {
  server: FakeServer;
  stack: TestStack;
}

/** Both are set before the first test: read them in tests. */
export function toldStack(): ToldStack {
  const told = {} as ToldStack;
  before(async () => {
    [told.server, told.stack] = [await startStoryteller(1), await TestStack.create()];
    await told.stack.mustDo('up');
  });
  after(async () => {
    await told.stack.close();
    await told.server.close();
  });
  return told;
}

/** A sweep file, called as the sweep, that asks the server's one model; eighty responses unless `more` says otherwise. */
export function storyFile(
  { server, stack }: ToldStack,
  name: string,
  more: object = { levels: '1-2', samples: 40, concurrency: 1 },
): string {
  const endpoints = { story: { provider: 'openai-compatible', baseUrl: `${server.url}/v1` } };
  const file = path.join(stack.home, `${name}.json`);
  writeFileSync(file, JSON.stringify({ models: ['story:fake-model'], endpoints, ...more }));
  return file;
}
