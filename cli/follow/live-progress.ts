import type { Client } from '@temporalio/client';
import type { SweepProgress } from '../../core/sweep-progress.ts';
import type { ModelTally } from '../../core/tally.ts';

/** The children know best how far they are: they tell their parent only now and then. */
async function freshest(client: Client, sweep: string, tally: ModelTally): Promise<ModelTally> {
  if (tally.status.state === 'done' || tally.status.state === 'not-qualified') return tally;
  return await client.workflow
    .getHandle(`${sweep}/${tally.model}`)
    .query<ModelTally>('tally')
    .catch(() => tally);
}

/** Progress of a sweep as of now; null while it still reads its input. */
export async function liveProgress(client: Client, sweep: string): Promise<SweepProgress | null> {
  const progress = await client.workflow
    .getHandle(sweep)
    .query<SweepProgress>('progress')
    .catch(() => null);
  if (!progress) return null;
  const models = await Promise.all(progress.models.map((tally) => freshest(client, sweep, tally)));
  return { ...progress, models, done: models.reduce((sum, tally) => sum + tally.done, 0) };
}
