import { renderPrompt, renderResponse } from '../../core/prompt.ts';
import { readLevelFolder } from '../../storage/level-folders.ts';
import { listLevels } from '../../storage/levels.ts';
import { ownSpecs } from '../../storage/places.ts';
import { type SeenRequest, startFakeServer } from '../providers/fakes/fake-server.ts';
import type { Scenario } from '../providers/fakes/scenario.ts';

/** The prompt in a request of any of the four APIs. */
export const promptOf = (body: Record<string, unknown>): string =>
  String((body.messages as { content: string }[] | undefined)?.[0]?.content ?? body.input);

/** A model behind a server that knows every level's reference and writes it a few characters at a time. */
export async function startStoryteller(betweenTokensMs: number, port = 0, heard?: (seen: SeenRequest) => void, ip?: string) {
  const folders = await Promise.all((await listLevels(ownSpecs())).map((name) => readLevelFolder(ownSpecs(), name)));
  const answers = new Map(folders.map(({ level, reference }) => [renderPrompt(level), renderResponse(reference.files, reference.prose)]));
  const tell = (body: Record<string, unknown>): Scenario => ({
    do: 'answer',
    text: answers.get(promptOf(body)) ?? 'I have not read this.',
    betweenTokensMs,
  });
  return await startFakeServer(port, tell, heard, ip);
}
