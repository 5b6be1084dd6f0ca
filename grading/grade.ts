import { availableParallelism } from 'node:os';
import path from 'node:path';
import type { Answer } from '../core/answer.ts';
import type { CompileReport, TestReport } from '../core/grading-reports.ts';
import type { Level } from '../core/level.ts';
import { BoundedCache } from './bounded-cache.ts';
import { answerKey } from './build/build-answer.ts';
import { compileAnswer } from './compile-answer.ts';
import { contentHash, folderHash } from './content-hash.ts';
import type { Context } from './context.ts';
import { remembered } from './remembered.ts';
import { openSandbox, openUnsafe } from './sandbox/sandbox.ts';
import { type Slot, Slots } from './sandbox/slots.ts';
import { removeStaleWork } from './sandbox/work-folder.ts';
import { stateFolder } from './state-folder.ts';
import { testAnswer } from './test-answer.ts';
import { loadToolchain } from './toolchain/toolchain.ts';

export interface GraderOptions {
  /** Answers graded at the same time; as many as cores by default. */
  slots?: number;
  /** Run answers with this user's rights. Reports say so. */
  unsandboxed?: boolean;
}

/** Grades answers. Raw verdicts: what checks need of each other is applied when scoring. */
export interface Grader {
  readonly unsandboxed: boolean;
  /** Changes with the grading sources and the toolchain. */
  readonly version: string;
  /**
   * Source gate, build and structure. Verdicts are those that this decides; with a failed build, all that it settles.
   * Known answers come from the cache unless `force`. Throws on faults of the harness only.
   */
  compileAnswer(level: Level, answer: Answer, force?: boolean): Promise<CompileReport>;
  /** Runs hidden tests, race checks and the answer's own tests; builds first where needed. */
  testAnswer(level: Level, answer: Answer, force?: boolean): Promise<TestReport>;
}

const gibibyte = 2 ** 30;

/** Opens the grader of this process. Throws, with the cure, when set-up has not run or no sandbox can be had. */
export async function openGrader(options: GraderOptions = {}): Promise<Grader> {
  await removeStaleWork();
  const toolchain = await loadToolchain();
  const cache = (name: string, bytes: number) => new BoundedCache(path.join(stateFolder(), 'cache', name), bytes);
  const context: Context = {
    toolchain,
    sandbox: options.unsandboxed ? openUnsafe(toolchain) : await openSandbox(toolchain),
    slots: new Slots(options.slots ?? availableParallelism()),
    version: contentHash(toolchain.key, await folderHash(import.meta.dirname, (file) => file.endsWith('.ts'))),
    programs: cache('binaries', 2 * gibibyte),
    targets: cache('targets', gibibyte / 2),
    verdicts: cache('verdicts', gibibyte / 8),
  };
  return {
    unsandboxed: context.sandbox.unsandboxed,
    version: context.version,
    compileAnswer: (level, answer, force) => inSlot(context, 'compile', level, answer, force ?? false, compileAnswer),
    testAnswer: (level, answer, force) => inSlot(context, 'test', level, answer, force ?? false, testAnswer),
  };
}

type Work<Report> = (context: Context, level: Level, answer: Answer, slot: Slot, force: boolean) => Promise<Report>;

/** Makes a report in a slot, unless it is known. */
function inSlot<Report extends CompileReport | TestReport>(
  context: Context,
  kind: 'compile' | 'test',
  level: Level,
  answer: Answer,
  force: boolean,
  work: Work<Report>,
): Promise<Report> {
  const key = `${kind}-${answerKey(context, level, answer)}`;
  return remembered(context, key, force, () => context.slots.use((slot) => work(context, level, answer, slot, force)));
}
