import { renderPrompt, renderResponse } from '../../core/prompt.ts';
import { readLevelFolder } from '../../storage/level-folders.ts';
import { listLevels } from '../../storage/levels.ts';
import { ownSpecs } from '../../storage/places.ts';
import { startFakeServer } from '../providers/fakes/fake-server.ts';

/** The prompt in a request of the Chat Completions API. */
export const promptOf = (body: Record<string, unknown>): string => String((body.messages as { content: string }[])[0]?.content);

/** A model behind a server that knows every level's reference and writes it a few characters at a time. */
export async function startStoryteller(betweenTokensMs: number) {
  const folders = await Promise.all((await listLevels(ownSpecs())).map((name) => readLevelFolder(ownSpecs(), name)));
  const answers = new Map(folders.map(({ level, reference }) => [renderPrompt(level), renderResponse(reference.files, reference.prose)]));
  return await startFakeServer(0, (body) => ({
    do: 'answer',
    text: answers.get(promptOf(body)) ?? 'I have not read this.',
    betweenTokensMs,
  }));
}
