import { createRequire } from 'node:module';
import { type Client, isGrpcServiceError } from '@temporalio/client';
import type { temporal } from '@temporalio/proto';
import Long from 'long';
import { attributes } from '../workflows/search-attributes.ts';

// the package is CommonJS without named exports
const { temporal: api } = createRequire(import.meta.url)('@temporalio/proto') as { temporal: typeof temporal };
const types = api.api.enums.v1.IndexedValueType;

export const retentionDays = 30;
const retention = { seconds: Long.fromNumber(retentionDays * 86_400) };

/** Numbers of grpc.io/docs/guides/status-codes. */
const status = { notFound: 5, alreadyExists: 6, permissionDenied: 7 } as const;

const hasStatus = (error: unknown, code: number): boolean => isGrpcServiceError(error) && error.code === code;

/** A column of the Web UI's list, with its type as Temporal's command line calls it. */
export interface Column {
  name: string;
  type: string;
}

const shownType = (type: string): string => type.charAt(0) + type.slice(1).toLowerCase();

/** Which columns the namespace lacks, and which it has with another type. */
export async function missingSearchAttributes(
  client: Client,
): Promise<{ missing: Column[]; existing: number; mistyped: (Column & { found: string })[] }> {
  const { customAttributes } = await client.connection.operatorService.listSearchAttributes({ namespace: client.options.namespace });
  const columns = Object.values(attributes).map(({ name, type }) => ({
    name,
    type: shownType(type),
    found: typeName(customAttributes[name]),
  }));
  return {
    missing: columns.filter(({ found }) => found === null),
    existing: columns.filter(({ found }) => found !== null).length,
    mistyped: columns.flatMap(({ name, type, found }) => (found === null || found === type ? [] : [{ name, type, found }])),
  };
}

function typeName(value: number | null | undefined): string | null {
  const name = Object.entries(types).find(([, number]) => number === value)?.[0];
  return value === undefined || value === null || name === undefined ? null : shownType(name.replace('INDEXED_VALUE_TYPE_', ''));
}

/** Is the namespace there, and for how many days does it keep histories? */
export async function askNamespace(client: Client): Promise<{ exists: boolean; days: number }> {
  try {
    const { config } = await client.connection.workflowService.describeNamespace({ namespace: client.options.namespace });
    return { exists: true, days: Number(config?.workflowExecutionRetentionTtl?.seconds ?? 0) / 86_400 };
  } catch (error) {
    if (hasStatus(error, status.notFound)) return { exists: false, days: 0 };
    throw error;
  }
}

/**
 * Whether the server answers for the namespace: a new one is known to its parts only after some seconds. Where asking is not permitted, it is
 * taken to be there.
 */
export async function namespaceExists({ connection, options: { namespace } }: Client): Promise<boolean> {
  try {
    await connection.workflowService.countWorkflowExecutions({ namespace });
    return true;
  } catch (error) {
    if (hasStatus(error, status.notFound)) return false;
    if (hasStatus(error, status.permissionDenied)) return true;
    throw error;
  }
}

/**
 * Makes the namespace, with thirty days of retention, where the server has none of that name; one that exists stays as it is.
 * Whoever asks at the same time may have been first.
 */
export async function createNamespace({ connection, options: { namespace } }: Client): Promise<void> {
  const description = 'specgen: sweeps of language models over levels';
  await connection.workflowService
    .registerNamespace({ namespace, description, workflowExecutionRetentionPeriod: retention })
    .catch((error: unknown) => {
      if (!hasStatus(error, status.alreadyExists))
        throw new Error(`the server has no namespace "${namespace}" and none may be made`, { cause: error });
    });
}

const wanted = Object.values(attributes).map(({ name, type }) => ({ name, type }));

/**
 * The list's columns must exist before a workflow sets them, or its first task is tried again for ever. Idempotent. Returns those that
 * their owner has to see to, because the server lets nobody add them by this way (Temporal Cloud).
 */
export async function registerSearchAttributes({ connection, options: { namespace } }: Client): Promise<string[]> {
  const searchAttributes = Object.fromEntries(
    wanted.map(({ name, type }) => [name, types[`INDEXED_VALUE_TYPE_${type}` as keyof typeof types] as number]),
  );
  try {
    await connection.operatorService.addSearchAttributes({ namespace, searchAttributes });
    return [];
  } catch (error) {
    if (!hasStatus(error, status.permissionDenied)) throw error;
    return wanted.map(({ name, type }) => `${name} (${type})`);
  }
}

/**
 * Histories of finished sweeps are kept for thirty days where the development server's default is one. Returns true once the
 * server has taken it, which is also the sign that it serves.
 */
export async function keepHistories(connect: () => Promise<Client>): Promise<boolean> {
  const client = await connect();
  try {
    await client.connection.workflowService.updateNamespace({
      namespace: client.options.namespace,
      config: { workflowExecutionRetentionTtl: retention },
    });
    return true;
  } finally {
    await client.connection.close();
  }
}
