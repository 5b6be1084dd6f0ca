import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { goVersion } from '../grading/toolchain/allowlist.ts';

/** Programs whose version a score can depend on, by name. */
export async function versions(): Promise<Record<string, string>> {
  const manifest = JSON.parse(await readFile(path.join(import.meta.dirname, '..', 'package.json'), 'utf8')) as { version: string };
  return { specgen: manifest.version, node: process.versions.node, go: goVersion };
}
