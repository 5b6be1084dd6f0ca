import { describeFindings, type GateReport } from './gate.ts';
import type { BuildResult } from './result.ts';

/** Why some of the sources may not or cannot be compiled, as far as the gate knows. */
export function refusalOf(gate: GateReport, concerns: (file: { path: string }) => boolean): BuildResult | undefined {
  const mine = <Item extends { file: string }>(found: Item[]) => found.filter(({ file }) => file === '' || concerns({ path: file }));
  const refused = mine(gate.refused);
  if (refused.length > 0) return { state: 'forbidden-source', output: describeFindings(refused) };
  const broken = mine(gate.syntaxErrors);
  return broken.length > 0 ? { state: 'compile-error', output: describeFindings(broken) } : undefined;
}
