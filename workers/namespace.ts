import { createRequire } from 'node:module';
import type { Client } from '@temporalio/client';
import type { temporal } from '@temporalio/proto';
import Long from 'long';
import { attributes } from '../workflows/search-attributes.ts';

// the package is CommonJS without named exports
const { temporal: api } = createRequire(import.meta.url)('@temporalio/proto') as { temporal: typeof temporal };
const types = api.api.enums.v1.IndexedValueType;

/** The list's columns must exist before a workflow sets them, or its first task is tried again for ever. Idempotent. */
export async function registerSearchAttributes(client: Client): Promise<void> {
  const searchAttributes = Object.fromEntries(
    Object.values(attributes).map(({ name, type }) => [name, types[`INDEXED_VALUE_TYPE_${type}` as keyof typeof types] as number]),
  );
  await client.connection.operatorService.addSearchAttributes({ namespace: client.options.namespace, searchAttributes });
}

const retentionDays = 30;

/**
 * Histories of finished sweeps are kept for thirty days where the server's default is one. Returns true once the
 * server has taken it, which is also the sign that it serves.
 */
export async function keepHistories(connect: () => Promise<Client>): Promise<boolean> {
  const client = await connect();
  try {
    await client.connection.workflowService.updateNamespace({
      namespace: client.options.namespace,
      config: { workflowExecutionRetentionTtl: { seconds: Long.fromNumber(retentionDays * 86_400) } },
    });
    return true;
  } finally {
    await client.connection.close();
  }
}
