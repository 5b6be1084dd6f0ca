import { proxyActivities } from '@temporalio/workflow';
import type { GenerationActivities } from '../activities/generation.ts';
import type { GradingActivities } from '../activities/grading.ts';
import type { LightActivities } from '../activities/light.ts';
import { gradingQueue } from '../core/queues.ts';

/** A lost worker or a time-out is tried again without end; what an activity throws itself is for the workflow to decide. */
const retry = { initialInterval: '200ms', maximumInterval: '30s' } as const;

/** Writing a large report keeps its process from heartbeats for a while. */
export const light = proxyActivities<LightActivities>({ startToCloseTimeout: '5 minutes', heartbeatTimeout: '1 minute', retry });

/** Generation of one model; the heartbeat time-out outlives a restart of the server. */
export const generationOn = (taskQueue: string) =>
  proxyActivities<Pick<GenerationActivities, 'generate'>>({
    taskQueue,
    startToCloseTimeout: '24 hours',
    heartbeatTimeout: '30s',
    // a cancelled sweep ends its requests before it ends: a worker cannot tell a sweep that is over from an attempt that is lost
    cancellationType: 'WAIT_CANCELLATION_COMPLETED',
    retry,
  });

/** One try: a server that does not answer now may have been stopped on purpose. */
export const unloadingOn = (taskQueue: string) =>
  proxyActivities<Pick<GenerationActivities, 'unload'>>({
    taskQueue,
    startToCloseTimeout: '1 minute',
    scheduleToStartTimeout: '1 minute',
    retry: { maximumAttempts: 1 },
  });

/** The first contact with generation: nobody there is something to say at once. */
export const preparationOn = (taskQueue: string) =>
  proxyActivities<Pick<GenerationActivities, 'prepare'>>({
    taskQueue,
    startToCloseTimeout: '10 minutes',
    scheduleToStartTimeout: '30s',
    heartbeatTimeout: '30s',
    retry: { ...retry, maximumAttempts: 5 },
  });

export const grading = proxyActivities<GradingActivities>({
  taskQueue: gradingQueue,
  startToCloseTimeout: '30 minutes',
  heartbeatTimeout: '30s',
  retry,
});
