import { createHash } from 'node:crypto';
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';

function readOrNothing(read: () => string): string {
  try {
    return read();
  } catch {
    return '';
  }
}

/**
 * Where a process number means what it means here: the running kernel and its namespace of processes (proc(5),
 * `random/boot_id`; namespaces(7)). Host names alone may be given twice, to containers above all.
 */
const processSpace = [
  readOrNothing(() => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8')),
  readOrNothing(() => readlinkSync('/proc/self/ns/pid')),
].join(' ');

/** Eight hexadecimal digits that another host, container or boot of this host does not have. */
export const hostKey: string = createHash('sha256').update(`${hostname()} ${processSpace}`).digest('hex').slice(0, 8);
