import assert from 'node:assert/strict';
import { test } from 'node:test';
import { textOf } from '../../core/stream.ts';
import { createOllama } from '../../providers/ollama/ollama.ts';
import type { StreamEnd, StreamPart } from '../../providers/provider.ts';
import { goTask, realRequest } from './real-server.ts';

const ollama = createOllama(async () => true);

async function parts(stream: AsyncGenerator<StreamPart, StreamEnd>): Promise<{ parts: StreamPart[]; end: StreamEnd }> {
  const read: StreamPart[] = [];
  for (;;) {
    const { done, value } = await stream.next();
    if (done) return { parts: read, end: value };
    read.push(value);
  }
}

test('whatever the place of the cut, a resumed response is the undisturbed one', async () => {
  const request = realRequest(goTask, 80);
  const undisturbed = await parts(ollama.generate(request));
  let resumed = 0;
  for (let cut = 6; cut < undisturbed.parts.length; cut += 17) {
    const resumption = await ollama.resume?.(request, undisturbed.parts.slice(0, cut));
    assert.ok(resumption);
    if (!resumption.resumed) continue;
    resumed += 1;
    const { parts: rest, end } = await parts(resumption.stream);
    assert.equal(textOf([...resumption.kept, ...rest]), textOf(undisturbed.parts), `cut after ${cut} parts`);
    assert.deepEqual([end.stopReason, end.usage], [undisturbed.end.stopReason, undisturbed.end.usage], `cut after ${cut} parts`);
  }
  assert.ok(resumed > 0, 'no cut could be resumed');
});
