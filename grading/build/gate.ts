import { z } from 'zod';
import type { LevelFormat, SourceFile } from '../../core/level.ts';
import type { Context } from '../context.ts';
import type { Slot } from '../sandbox/slots.ts';
import { buildBox, buildWallLimitMs } from './box.ts';
import { isTest } from './sources.ts';

const place = z.object({ file: z.string(), line: z.number() });
const finding = place.extend({ rule: z.string(), message: z.string() });
const code = place.extend({ name: z.string(), exported: z.boolean(), lines: z.number(), complexity: z.number(), parameters: z.number() });
const functionShape = code.extend({ loops: z.number(), loopDepth: z.number(), called: z.boolean() });

const structure = z.object({
  typed: z.boolean(),
  fileLines: z.record(z.string(), z.number()),
  functions: z.array(functionShape),
  repeatedRuns: z.array(z.object({ tokens: z.number(), a: place, b: place })),
  packageVariables: z.array(place.extend({ package: z.string(), name: z.string() })),
  exportedAPI: z.record(z.string(), z.array(z.string())),
  imports: z.array(place.extend({ path: z.string() })),
  banned: z.record(z.string(), z.array(place)),
  uses: z.array(place.extend({ package: z.string(), name: z.string() })),
});

const report = z.object({
  files: z.array(z.object({ path: z.string(), content: z.string(), test: z.boolean().optional() })),
  refused: z.array(finding),
  syntaxErrors: z.array(finding),
  typeErrors: z.array(finding),
  tests: z.array(z.object({ file: z.string(), name: z.string() })),
  structure: structure.nullable(),
});

/** How sources are built, as `gosource` measures them (its format: `grading/go/cmd/gosource`). */
export type SourceStructure = z.infer<typeof structure>;
export type Finding = z.infer<typeof finding>;

/** What the source gate says: sources as they are to be compiled, and why they may not be. */
export type GateReport = z.infer<typeof report>;

/**
 * Puts sources through the gate. With `types`, a file that lists archives, identifiers are resolved too, which structure
 * checks want. Sources that cannot be judged within the limits of a build are refused.
 */
export async function passGate(
  { toolchain, sandbox }: Context,
  level: LevelFormat,
  sources: SourceFile[],
  slot: Slot,
  types?: { box: Record<string, string>; file: string },
): Promise<GateReport> {
  const request = {
    files: sources.map((file) => ({ ...file, test: isTest(file) })),
    packages: level.packages.map(({ path, folder }) => ({ path, folder })),
    imports: level.imports,
    repeatedTokens: Math.max(0, ...level.checks.map((check) => check.structure?.repeatedTokens ?? 0)),
  };
  const argv = [`${sandbox.place('/go', toolchain.folder)}/gosource`, ...(types ? ['-importcfg', types.file] : [])];
  const command = { argv, input: Buffer.from(JSON.stringify(request)), wallLimitMs: buildWallLimitMs };
  const done = await sandbox.run(buildBox({ '/go': toolchain.folder, ...types?.box }, {}), command, slot.number);
  return done.exitCode === 0 && !done.outputLimit ? report.parse(JSON.parse(done.stdout)) : unjudged;
}

const unjudged: GateReport = {
  files: [],
  refused: [{ file: '', line: 0, rule: 'size', message: 'could not be judged within the limits of a build' }],
  ...{ syntaxErrors: [], typeErrors: [], tests: [], structure: null },
};

/** Findings as a compiler writes them. */
export function describeFindings(findings: Finding[]): string {
  return findings.map(({ file, line, rule, message }) => `${file}:${line}: ${rule}: ${message}\n`).join('');
}
