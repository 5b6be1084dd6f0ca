import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Payload, PayloadCodec } from '@temporalio/common';
import type { temporal } from '@temporalio/proto';

// the package is CommonJS without named exports
const { temporal: api } = createRequire(import.meta.url)('@temporalio/proto') as { temporal: typeof temporal };
const { Payload: format } = api.api.common.v1;

const encoding = 'binary/encrypted';
/** Lengths in bytes that NIST SP 800-38D (GCM) recommends. */
const [ivBytes, tagBytes, keyBytes] = [12, 16, 32];

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const textOf = (bytes: Uint8Array | null | undefined): string => new TextDecoder().decode(bytes ?? new Uint8Array());

/**
 * Encrypts what histories hold, by AES-256-GCM: inputs, results, heartbeats. A payload's data is then initialization vector, tag and ciphertext of the
 * whole payload; `encryption-key-id` tells which key it was, without telling the key. What was never encrypted is read as it is.
 */
export class EncryptionCodec implements PayloadCodec {
  readonly #key: Buffer;
  readonly #id: string;

  constructor(key: Buffer) {
    this.#key = key;
    this.#id = createHash('sha256').update(key).digest('hex').slice(0, 16);
  }

  async encode(payloads: Payload[]): Promise<Payload[]> {
    return payloads.map((payload) => this.#encrypted(payload));
  }

  async decode(payloads: Payload[]): Promise<Payload[]> {
    return payloads.map((payload) => (textOf(payload.metadata?.encoding) === encoding ? this.#decrypted(payload) : payload));
  }

  #encrypted(payload: Payload): Payload {
    const iv = randomBytes(ivBytes);
    const cipher = createCipheriv('aes-256-gcm', this.#key, iv);
    const sealed = Buffer.concat([cipher.update(format.encode(payload).finish()), cipher.final()]);
    return {
      metadata: { encoding: bytesOf(encoding), 'encryption-key-id': bytesOf(this.#id) },
      data: Buffer.concat([iv, cipher.getAuthTag(), sealed]),
    };
  }

  #decrypted({ metadata, data }: Payload): Payload {
    const id = textOf(metadata?.['encryption-key-id']);
    if (id !== this.#id)
      throw new Error(`a payload is encrypted with the key ${id}, this host has the key ${this.#id} (SPECGEN_CODEC_FILE)`);
    const bytes = Buffer.from(data ?? []);
    const decipher = createDecipheriv('aes-256-gcm', this.#key, bytes.subarray(0, ivBytes));
    decipher.setAuthTag(bytes.subarray(ivBytes, ivBytes + tagBytes));
    return format.decode(Buffer.concat([decipher.update(bytes.subarray(ivBytes + tagBytes)), decipher.final()])) as Payload;
  }
}

/** The file with the key cannot be used; the message says how to make one. */
export class CodecKeyError extends Error {
  override readonly name = 'CodecKeyError';
}

/**
 * The codec with the key in the file that SPECGEN_CODEC_FILE names, null without one. A file and not a variable: workers that are started without
 * keys of providers need this one.
 */
export function payloadCodec(): EncryptionCodec | null {
  const file = process.env.SPECGEN_CODEC_FILE;
  if (!file) return null;
  const cure = `make one with: openssl rand -base64 ${keyBytes} > ${file}`;
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    throw new CodecKeyError(`SPECGEN_CODEC_FILE: ${file} cannot be read; ${cure}`);
  }
  const key = Buffer.from(text.trim(), 'base64');
  if (key.length !== keyBytes)
    throw new CodecKeyError(`SPECGEN_CODEC_FILE: ${file} holds ${key.length} bytes in base64, expected ${keyBytes}; ${cure}`);
  return new EncryptionCodec(key);
}

/** For clients and workers; empty without a key. */
export function encryption(): { dataConverter?: { payloadCodecs: PayloadCodec[] } } {
  const codec = payloadCodec();
  return codec ? { dataConverter: { payloadCodecs: [codec] } } : {};
}
