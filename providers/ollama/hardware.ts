import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import path from 'node:path';
import type { ModelResponse } from 'ollama';
import type { Endpoint } from '../provider.ts';
import { ProviderError } from '../provider-error.ts';
import { isNamed } from './identity.ts';

/** Where NVIDIA's driver tells of each card. */
const nvidia = '/proc/driver/nvidia/gpus';
/** There with AMD's driver for computing. */
const amd = '/dev/kfd';

function readOr<Value>(read: () => Value, otherwise: Value): Value {
  try {
    return read();
  } catch {
    return otherwise;
  }
}

function cards(): string[] {
  const files = readOr(() => readdirSync(nvidia), []).map((card) => path.join(nvidia, card, 'information'));
  return files.flatMap((file) => /^Model:\s*(.+)$/m.exec(readOr(() => readFileSync(file, 'utf8'), ''))?.[1] ?? []);
}

const gibibytes = (bytes: number): string => `${(bytes / 2 ** 30).toFixed(0)} GiB`;

/** What this machine computes with: its cards, processors and memory. */
export function hardwareHere(): string {
  const processors = cpus();
  return [...cards(), `${processors.length} × ${processors[0]?.model.trim() || process.arch}`, gibibytes(totalmem())].join(', ');
}

/** A model whose weights are larger than memory and cards together would be read from the disk for each token. */
export function mustFit(endpoint: Endpoint, model: string, installed: ModelResponse[], memory = totalmem()): void {
  const bytes = installed.find((row) => isNamed(row, model))?.size ?? 0;
  // how much memory cards have, only their own programs tell
  if (bytes <= memory || cards().length > 0 || existsSync(amd)) return;
  const message = `${endpoint.name}:${model} needs ${gibibytes(bytes)}, and ${endpoint.host} has ${gibibytes(memory)}. Name other hosts in "hosts", or ask for a smaller model`;
  throw new ProviderError(message, { action: 'pause', cause: 'no-memory' });
}
