import { GradingFault } from '../../grading/grading-fault.ts';
import { openSandbox } from '../../grading/sandbox/sandbox.ts';
import { loadToolchain, type Toolchain } from '../../grading/toolchain/toolchain.ts';
import { type Finding, fail, pass, warning } from './finding.ts';

/** The Go archives, and a sandbox in which a program has really run. */
export async function gradingFindings(): Promise<Finding[]> {
  const toolchain = await asked('go toolchain', loadToolchain);
  if ('state' in toolchain) return [toolchain];
  const { plain, race } = toolchain.packages;
  const ready = pass('go toolchain', `${plain.length} packages plain, ${race.length} for the race detector`);
  return [ready, await sandboxFinding(toolchain)];
}

async function sandboxFinding(toolchain: Toolchain): Promise<Finding> {
  const sandbox = await asked('sandbox', () => openSandbox(toolchain));
  if (!('state' in sandbox)) return pass('sandbox', 'a program ran in it');
  if (process.env.SPECGEN_UNSAFE_NO_SANDBOX !== '1') return sandbox;
  return warning('sandbox', 'off by SPECGEN_UNSAFE_NO_SANDBOX: answers run with your own rights', 'unset SPECGEN_UNSAFE_NO_SANDBOX');
}

/** What it gives, or the fault as a finding. */
async function asked<T>(check: string, ask: () => Promise<T>): Promise<T | Finding> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof GradingFault) return fail(check, error.found, error.fix);
    throw error;
  }
}
