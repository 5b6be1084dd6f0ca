import type { CompileReport } from '../../core/grading-reports.ts';
import type { TrialTexts } from '../../core/report/trial-page/trial-texts.ts';
import type { Store } from '../../storage/store/store.ts';

/** The texts of a trial, and whether any that should be there is missing: a step may be at work on it. */
export async function readTrialTexts(store: Store, trial: string): Promise<{ texts: TrialTexts; settled: boolean }> {
  const read = (name: string) => store.find(`${trial}/${name}`);
  const json = async <T>(name: string): Promise<T | null> => {
    const found = await read(name);
    return found === null ? null : (JSON.parse(found) as T);
  };
  const [prompt, response, reasoning, compile, extracted] = await Promise.all([
    read('prompt.md'),
    read('response.md'),
    read('reasoning.md'),
    json<CompileReport>('compile.json'),
    json<{ files: string[] }>('extract.json'),
  ]);
  const names = extracted?.files;
  const files = names && (await Promise.all(names.map(async (name) => ({ path: name, content: await read(`answer/${name}`) }))));
  const texts = {
    ...{ prompt, response, reasoning, compile },
    files: files?.flatMap(({ path: name, content }) => (content === null ? [] : [{ path: name, content }])) ?? null,
  };
  const settled =
    texts.prompt !== null &&
    texts.response !== null &&
    texts.compile !== null &&
    texts.files !== null &&
    texts.files.length === names?.length;
  return { texts, settled };
}
