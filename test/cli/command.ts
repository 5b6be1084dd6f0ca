import path from 'node:path';
import { execa } from 'execa';

const main = path.resolve(import.meta.dirname, '..', '..', 'cli', 'main.ts');

/** Nobody's keys, no Ollama server and no Temporal server: whatever a test needs it says. */
const nobody = {
  OLLAMA_HOST: 'http://127.0.0.1:9',
  TEMPORAL_ADDRESS: '127.0.0.1:9',
  ANTHROPIC_API_KEY: undefined,
  OPENAI_API_KEY: undefined,
  NO_COLOR: undefined,
  FORCE_COLOR: undefined,
};

/** A command of specgen as a person types it, its output piped. */
export async function specgen(args: string[], env: Record<string, string | undefined> = {}) {
  const { exitCode, stdout, stderr } = await execa(process.execPath, [main, ...args], { reject: false, env: { ...nobody, ...env } });
  return { exitCode, stdout, stderr };
}
