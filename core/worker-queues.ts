/** What a provider or endpoint is answered with: its name, and the variable that holds its key, where it needs one. */
export interface Served {
  name: string;
  keyVariable: string | null;
}

/** What the workers of one host do. */
export interface WorkerQueues {
  orchestration: boolean;
  grading: boolean;
  /** `any`: every model that a sweep asks for, with all keys that are there; else those named. */
  generation: 'any' | Served[] | null;
}

/** Those of the SDKs; an endpoint of a sweep has none but the one that is named. */
const usualKeys: Record<string, string> = { anthropic: 'ANTHROPIC_API_KEY', openai: 'OPENAI_API_KEY' };

const roles = ['orchestration', 'grading', 'generation'];

function served(part: string): Served | null {
  const match = /^([a-z][a-z0-9-]*)(?::([A-Z][A-Z0-9_]*))?$/.exec(part);
  return match?.[1] ? { name: match[1], keyVariable: match[2] ?? usualKeys[match[1]] ?? null } : null;
}

/**
 * "orchestration,grading,anthropic,vllm:VLLM_API_KEY" → what is done. A string tells what is wrong with it.
 */
export function readWorkerQueues(text: string): WorkerQueues | string {
  const parts = text.split(',').map((part) => part.trim());
  const names = parts.filter((part) => !roles.includes(part)).map((part) => ({ part, served: served(part) }));
  const bad = names.find((name) => name.served === null);
  if (bad) {
    return `"${bad.part}": expected ${roles.join(', ')}, ollama, a provider such as anthropic, or an endpoint with the variable of its key such as vllm:VLLM_API_KEY`;
  }
  const any = parts.includes('generation');
  if (any && names.length > 0)
    return `"generation" answers every provider; leave out ${names.map(({ part }) => part).join(', ')}, or "generation"`;
  const all = names.flatMap((name) => name.served ?? []);
  return {
    orchestration: parts.includes('orchestration'),
    grading: parts.includes('grading'),
    generation: any ? 'any' : all.length > 0 ? all : null,
  };
}
