/** Names of task queues, which people see in Temporal's Web UI. */

/** Workflows and light activities: the one that sweeps are started on. */
export const orchestrationQueue = 'specgen';

/** Answers are compiled and run here. */
export const gradingQueue = 'specgen-grade';

/** First contact with any model: a generation worker that answers all providers. */
export const anyPreparationQueue = 'specgen-generation';

/** First contact with the models of one provider or endpoint, where a worker is there for it alone. */
export const preparationQueue = (endpoint: string): string => `specgen-prepare-${endpoint}`;

/** The same on one host, where several answer an endpoint, each with a server of its own. */
export const hostPreparationQueue = (endpoint: string, host: string): string => `${preparationQueue(endpoint)}@${host}`;

/** Responses of an API's models. */
export const generationQueue = (endpoint: string): string => `specgen-generate-${endpoint}`;
