import path from 'node:path';
import type { CompileReport } from '../../core/grading-reports.ts';
import type { TrialTexts } from '../../core/report/trial-page/trial-texts.ts';
import { readIfThere } from '../../storage/files/read.ts';

/** The texts of a trial's folder, and whether any that should be there is missing: a step may be at work on it. */
export function readTrialTexts(folder: string): { texts: TrialTexts; settled: boolean } {
  const read = (name: string) => readIfThere(path.join(folder, name));
  const json = <T>(name: string): T | null => {
    const found = read(name);
    return found === null ? null : (JSON.parse(found) as T);
  };
  const names = json<{ files: string[] }>('extract.json')?.files;
  const files = names?.map((name) => ({ path: name, content: read(path.join('answer', name)) }));
  const texts = {
    prompt: read('prompt.md'),
    response: read('response.md'),
    reasoning: read('reasoning.md'),
    files: files?.flatMap(({ path: name, content }) => (content === null ? [] : [{ path: name, content }])) ?? null,
    compile: json<CompileReport>('compile.json'),
  };
  const settled =
    texts.prompt !== null &&
    texts.response !== null &&
    texts.compile !== null &&
    texts.files !== null &&
    texts.files.length === names?.length;
  return { texts, settled };
}
