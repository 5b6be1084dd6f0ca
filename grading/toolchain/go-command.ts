import path from 'node:path';
import { execa } from 'execa';
import { stateFolder } from '../state-folder.ts';
import { goExperiment, goVersion } from './allowlist.ts';

/** Runs the pinned `go` in `grading/go`; resolves to its standard output, rejects with its standard error. */
export type GoCommand = (args: string[], environment?: Record<string, string>) => Promise<string>;

const sources = path.resolve(import.meta.dirname, '../go');
const installHint = 'Install Go 1.21 or newer from https://go.dev/dl/ and put it on PATH; the exact release is then fetched by itself.';

/** Finds a `go` and pins it to the exact release, which Go fetches once through its module proxy when the installed one differs. */
export async function findGo(report: (line: string) => void): Promise<GoCommand> {
  const installed = await installedVersion();
  if (installed === goVersion) return pinned('local');
  report(`Fetching ${goVersion} (installed: ${installed})`);
  await fetchRelease();
  return pinned(goVersion);
}

async function installedVersion(): Promise<string> {
  const found = await execa('go', ['env', 'GOVERSION'], { env: { GOTOOLCHAIN: 'local' }, cwd: '/', reject: false });
  if (found.failed) throw new Error(`A Go toolchain was expected on PATH, but "go env" failed: ${found.shortMessage}. ${installHint}`);
  return found.stdout.trim();
}

async function fetchRelease(): Promise<void> {
  const environment = { ...folders(), GOTOOLCHAIN: goVersion, GOFLAGS: '-modcacherw' };
  const found = await execa('go', ['env', 'GOVERSION'], { env: environment, cwd: '/', reject: false });
  if (!found.failed && found.stdout.trim() === goVersion) return;
  throw new Error(
    `${goVersion} was expected from the Go module proxy, but "go" said: ${found.stderr}. Check GOPROXY, or install that release.`,
  );
}

function folders(): Record<string, string> {
  const base = path.join(stateFolder(), 'go');
  return { HOME: base, GOPATH: path.join(base, 'path'), GOCACHE: path.join(base, 'build-cache') };
}

function pinned(toolchain: string): GoCommand {
  const fixed = {
    ...folders(),
    PATH: process.env.PATH ?? '/usr/bin:/bin',
    GOTOOLCHAIN: toolchain,
    GOEXPERIMENT: goExperiment,
    ...{
      GOPROXY: 'off',
      GOSUMDB: 'off',
      GOENV: 'off',
      GOTELEMETRY: 'off',
      GOWORK: 'off',
      GOFLAGS: '-buildvcs=false -trimpath',
      LC_ALL: 'C',
      TZ: 'UTC',
    },
  };
  return async (args, environment = {}) => {
    const done = await execa('go', args, { cwd: sources, extendEnv: false, env: { ...fixed, ...environment }, reject: false });
    if (done.failed)
      throw new Error(`"go ${args.join(' ')}" was expected to succeed in ${sources}, but: ${done.shortMessage}\n${done.stderr}`);
    return done.stdout;
  };
}
