import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Verdicts } from '../core/verdict.ts';
import type { Context } from './context.ts';

const reportName = 'report.json';

/** Takes a report from the cache or makes it, always with `force`. A report with a check that was not scored is not kept. */
export async function remembered<Report extends { verdicts: Verdicts }>(
  { verdicts }: Context,
  key: string,
  force: boolean,
  make: () => Promise<Report>,
): Promise<Report> {
  if (force) await verdicts.remove(key);
  const known = await verdicts.get(key);
  if (known) return JSON.parse(await readFile(path.join(known, reportName), 'utf8')) as Report;
  const report = await make();
  if (Object.values(report.verdicts).some(({ verdict }) => verdict === 'not-scored')) return report;
  await verdicts.put(key, (folder) => writeFile(path.join(folder, reportName), JSON.stringify(report)));
  return report;
}
