import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { undoing } from '../../bench/measure/ending.ts';
import { freePort } from '../e2e/waiting.ts';
import { Provider } from './provider-process.ts';

/** A fake provider with an empty book, in a folder of its own; both are gone afterwards. */
export async function withProvider<Result>(
  work: (provider: Provider, folder: string) => Promise<Result>,
  ip = '127.0.0.1',
): Promise<Result> {
  const folder = mkdtempSync(path.join(tmpdir(), 'specgen-chaos-'));
  const book = path.join(folder, 'book.jsonl');
  writeFileSync(book, '');
  const provider = new Provider(ip, await freePort(), book);
  const undo = () => {
    provider.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  };
  return undoing(undo, async () => {
    await provider.start();
    return work(provider, folder);
  });
}
