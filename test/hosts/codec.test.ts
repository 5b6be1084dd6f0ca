import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import { EncryptionCodec } from '../../workers/payload-codec.ts';

const text = (bytes: Uint8Array | null | undefined): string => Buffer.from(bytes ?? []).toString();
const payload = { metadata: { encoding: Buffer.from('json/plain') }, data: Buffer.from('"a berth tag"') };

test('a payload comes back as it was, and looks like nothing in between', async () => {
  const codec = new EncryptionCodec(randomBytes(32));
  const [first, second] = await codec.encode([payload, payload]);
  assert.equal(text(first?.metadata?.encoding), 'binary/encrypted');
  assert.ok(!text(first?.data).includes('berth'));
  assert.notDeepEqual(first?.data, second?.data);
  const [decoded] = await codec.decode([first!]);
  assert.deepEqual([text(decoded?.data), text(decoded?.metadata?.encoding)], ['"a berth tag"', 'json/plain']);
});

test('what was never encrypted is read as it is', async () => {
  assert.deepEqual(await new EncryptionCodec(randomBytes(32)).decode([payload]), [payload]);
});

test('another key is named, and a changed payload is refused', async () => {
  const codec = new EncryptionCodec(randomBytes(32));
  const [sealed] = await codec.encode([payload]);
  await assert.rejects(
    new EncryptionCodec(randomBytes(32)).decode([sealed!]),
    /encrypted with the key \w{16}, this host has the key \w{16} \(SPECGEN_CODEC_FILE\)/,
  );
  const changed = Buffer.from(sealed!.data!);
  changed[changed.length - 1]! ^= 1;
  await assert.rejects(codec.decode([{ ...sealed!, data: changed }]), /authenticate/);
});
