import { link, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Answer } from '../../core/answer.ts';
import type { Level, SourceFile } from '../../core/level.ts';
import type { Verdicts } from '../../core/verdict.ts';
import { contentHash } from '../content-hash.ts';
import type { Context } from '../context.ts';
import { buildModelTests, modelsProgram } from '../mutants/build-model-tests.ts';
import type { Slot } from '../sandbox/slots.ts';
import { withWorkFolder } from '../sandbox/work-folder.ts';
import { buildProgram } from './build-program.ts';
import { type Inspection, inspectSources } from './inspection.ts';
import { refusalOf } from './refusal.ts';
import type { BuildResult } from './result.ts';
import { deliveredFiles, isTest, mutantChecks, packageFiles, programChecks } from './sources.ts';
import { Workshop } from './workshop.ts';

/** What building an answer gave. `program` is for checks of its package, `models` for its own tests. */
export interface Built {
  program: BuildResult | null;
  /** `tests`: names of the answer's test functions. */
  models: (BuildResult & { tests: string[] }) | null;
  /** Verdicts of structure checks, when the program was built. */
  structure: Verdicts;
}

/** A built answer and the folder with its programs: `plain`, `race`, `models`, as far as they were built. */
export interface BuiltAnswer extends Built {
  folder: string;
}

const recordName = 'built.json';
const noAnswer: BuildResult = { state: 'no-answer', output: 'the response delivers no file that is asked for\n' };

const contents = (files: SourceFile[]): string[][] => files.map((file) => [file.path, file.content]).sort();

/** Changes with everything that the verdicts on an answer depend on. */
export function answerKey(context: Context, level: Level, answer: Answer): string {
  return contentHash(context.version, context.sandbox.unsandboxed, level.hash, contents(answer.files));
}

/** Changes with everything that the verdicts on an answer's own tests depend on, which is less: they never run over its package. */
export function testsKey(context: Context, level: Level, answer: Answer): string {
  const tests = deliveredFiles(level, answer).filter(isTest);
  return contentHash(context.version, context.sandbox.unsandboxed, level.hash, 'tests', contents(tests));
}

/** What is to be built, with which means, and where it goes. */
interface Order {
  context: Context;
  level: Level;
  answer: Answer;
  slot: Slot;
  /** Whether everything is built anew. */
  fresh: boolean;
  workshop: Workshop;
  folder: string;
}

/**
 * Gives `work` a built answer: from the cache, unless `fresh`, else built now. Its programs lie in a folder of its own
 * while it works, so that nothing that happens to the cache matters.
 */
export function withBuiltAnswer<Result>(
  context: Context,
  level: Level,
  answer: Answer,
  slot: Slot,
  fresh: boolean,
  work: (built: BuiltAnswer) => Promise<Result>,
): Promise<Result> {
  return withWorkFolder(async (folder) => {
    const key = answerKey(context, level, answer);
    if (fresh || !(await borrow(await context.programs.get(key), folder))) {
      const built = await Workshop.open(context, slot, (workshop) => build({ context, level, answer, slot, fresh, workshop, folder }));
      await writeFile(path.join(folder, recordName), JSON.stringify(built));
      await context.programs.put(key, (entry) => linkFiles(folder, entry));
    }
    return work({ ...(JSON.parse(await readFile(path.join(folder, recordName), 'utf8')) as Built), folder });
  });
}

/** Links an entry's files into a folder; false when there is no whole entry. */
async function borrow(entry: string | undefined, folder: string): Promise<boolean> {
  if (entry === undefined) return false;
  return linkFiles(entry, folder).then(
    () => true,
    () => false,
  );
}

async function linkFiles(from: string, to: string): Promise<void> {
  for (const name of await readdir(from)) await link(path.join(from, name), path.join(to, name));
}

async function build(order: Order): Promise<Built> {
  const { context, level, answer, slot, workshop, folder } = order;
  const delivered = deliveredFiles(level, answer);
  const sources = packageFiles(level, delivered);
  const wanted = { program: programChecks(level).length > 0, models: mutantChecks(level).length > 0 };
  if (delivered.length === 0) {
    return { program: wanted.program ? noAnswer : null, models: wanted.models ? { ...noAnswer, tests: [] } : null, structure: {} };
  }
  const tests = delivered.filter(isTest);
  const inspected = await inspectSources(context, level, [...sources, ...tests], workshop, slot);
  const program = wanted.program ? await buildProgram(context, level, sources, inspected.gate, workshop, folder) : null;
  const models = wanted.models ? await modelTests(order, inspected.gate) : null;
  return { program, models, structure: program?.state === 'built' ? inspected.verdicts : {} };
}

/** The same tests over another package need not be built again. */
async function modelTests(
  { context, level, answer, slot, fresh, workshop, folder }: Order,
  gate: Inspection['gate'],
): Promise<Built['models']> {
  const missing = gate.refused.length === 0 && !gate.files.some(isTest);
  const refusal = missing ? noAnswer : refusalOf(gate, isTest);
  if (refusal) return { ...refusal, tests: [] };
  const key = testsKey(context, level, answer);
  if (!fresh && (await borrow(await context.programs.get(key), folder)))
    return { state: 'built', output: '', tests: gate.tests.map(({ name }) => name) };
  const built = await buildModelTests(context, level, gate, workshop, slot, folder);
  if (built.state === 'built' && built.tests.length > 0)
    await context.programs.put(key, (entry) => link(path.join(folder, modelsProgram), path.join(entry, modelsProgram)));
  return built;
}
