import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { execa } from 'execa';
import { hiddenTests } from '../../grading/build/sources.ts';
import { findGo } from '../../grading/toolchain/go-command.ts';
import type { Scratch } from '../scratch.ts';
import type { Cell, Finding } from './cells.ts';
import type { Contender } from './contender.ts';
import { type Ended, layScripts } from './scripts.ts';

/** The `go` command as a user has it, with a cache in which the standard library is built. */
export type GoEnvironment = Record<string, string>;

export async function goEnvironment({ folder, state }: Scratch): Promise<GoEnvironment> {
  const go = await findGo(() => undefined);
  const root = (await go(['env', 'GOROOT'])).trim();
  const cache = path.join(folder, 'go-build');
  // links: reading from a copy costs nothing and leaves the original as it is; without one, warming up fills it
  const copied = await execa('cp', ['-al', path.join(state, 'go', 'build-cache'), cache], { reject: false });
  if (copied.failed) await mkdir(cache, { recursive: true });
  return {
    PATH: `${root}/bin:/usr/bin:/bin`,
    ...{ HOME: folder, GOCACHE: cache, GOPATH: path.join(folder, 'go-path'), CGO_ENABLED: '0' },
    ...{ GOTOOLCHAIN: 'local', GOPROXY: 'off', GOENV: 'off', GOTELEMETRY: 'off', GOWORK: 'off', GOFLAGS: '-buildvcs=false' },
  };
}

/** The file that makes a folder a module. */
export const moduleFile = (name: string) => ({ path: 'go.mod', content: `module ${name}\n\ngo 1.26\n` });

/** Go commands in one folder per answer, `together` answers at a time. */
export function goContender(name: string, commands: string, together: number, scratch: Scratch, env: GoEnvironment): Contender {
  return {
    name,
    prepare: async (cells) => {
      const scripts = cells.map(({ level, files }) => ({
        files: [...files, ...hiddenTests(level), moduleFile(level.packages[0]!.path)],
        lines: [commands],
      }));
      const run = await layScripts(scratch.folder, scripts, together, env);
      return async () => (await run()).map((ended, index) => findingOf(ended, cells[index]!));
    },
  };
}

function findingOf({ status, output }: Ended, { level }: Cell): Finding {
  if (status === 0) return 'right';
  return output.includes('--- FAIL') || !output.includes(`# ${level.packages[0]!.path}`) ? 'wrong' : 'broken';
}
