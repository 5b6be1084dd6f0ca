import { createHash } from 'node:crypto';
import { existsSync, globSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker';
import { stateFolder } from '../grading/state-folder.ts';

const project = path.resolve(import.meta.dirname, '..');

/** Everything that a bundle can be made from: the workflows, what they import, and the libraries' versions. */
function sourceHash(): string {
  const hash = createHash('sha256');
  const sources = globSync('{core,workflows}/**/*.ts', { cwd: project }).sort();
  for (const file of [...sources, 'package-lock.json'])
    hash
      .update(file)
      .update('\0')
      .update(readFileSync(path.join(project, file)));
  return hash.digest('hex').slice(0, 16);
}

/**
 * The workflows as the worker loads them. Bundling takes four seconds and more on a busy machine, and the sources
 * rarely change: the bundle is kept under a name made of their hash.
 */
export async function workflowBundle(): Promise<{ codePath: string }> {
  const cache = path.join(stateFolder(), 'cache', 'workflows');
  const codePath = path.join(cache, `${sourceHash()}.js`);
  if (existsSync(codePath)) return { codePath };
  mkdirSync(cache, { recursive: true });
  const { code } = await bundleWorkflowCode({
    workflowsPath: path.join(project, 'workflows', 'index.ts'),
    logger: new DefaultLogger('ERROR'),
  });
  const unfinished = `${codePath}.${process.pid}`;
  writeFileSync(unfinished, code);
  renameSync(unfinished, codePath);
  return { codePath };
}
