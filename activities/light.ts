import path from 'node:path';
import { extractAnswer } from '../core/extract.ts';
import type { CompileReport, PatternReport, TestReport } from '../core/grading-reports.ts';
import { checkPatterns } from '../core/patterns.ts';
import { levelRecord } from '../core/report/sweep-record.ts';
import type { IdentifiedModel } from '../core/response.ts';
import { scoreTrial } from '../core/score.ts';
import { readSweepInput } from '../core/sweep-input.ts';
import { SweepInputError } from '../core/sweep-input-error.ts';
import { mustNameASweep } from '../core/sweep-name.ts';
import type { PlannedModel, SweepPlan } from '../core/sweep-plan.ts';
import { mustBePriced, planModel, planSweep } from '../core/sweep-plan.ts';
import type { Scored, Spent, Trial } from '../core/trial.ts';
import type { Store } from '../storage/store/store.ts';
import { existingLevels, ollamaHost } from './existing-levels.ts';
import { alive, translatingFaults } from './faults.ts';
import type { LevelShelf } from './level-shelf.ts';
import { type HostsOf, placed } from './placement.ts';
import { writeReport } from './report.ts';
import { spentBefore } from './spent.ts';
import { addModels, beginSweepFile, mustBeSameSweep, readSweepFile } from './sweep-file.ts';
import { TrialFiles } from './trial-files.ts';

export interface LightDependencies {
  store: Store;
  shelf: LevelShelf;
  /** Tools that numbers depend on, by name. */
  versions: Record<string, string>;
  hostsOf: HostsOf;
}

export type LightActivities = ReturnType<typeof createLightActivities>;

/** A relative path would mean another folder for each program that reads it. */
function mustBeAbsolute(specs: string | undefined): void {
  if (specs === undefined || path.isAbsolute(specs)) return;
  throw new SweepInputError([`"specs": expected an absolute path, found "${specs}"`]);
}

const lightly = <T>(work: () => Promise<T>): Promise<T> => translatingFaults(() => alive(work));

/** What needs neither a model nor a compiler. */
export function createLightActivities({ store, shelf, versions, hostsOf }: LightDependencies) {
  const filesOf = (trial: Trial) => new TrialFiles(store, trial);
  return {
    /** The input, checked and resolved; writes nothing, so that a sweep that is refused leaves nothing behind. */
    plan: (input: unknown, sweep: string): Promise<SweepPlan> =>
      lightly(async () => {
        const checked = readSweepInput(input);
        mustNameASweep(sweep);
        mustBeAbsolute(checked.specs);
        const plan = planSweep(sweep, checked, await existingLevels(shelf.folder(checked.specs ?? null)), ollamaHost());
        await mustBeSameSweep(store, plan, checked);
        return { ...plan, models: await Promise.all(plan.models.map((model) => placed(model, checked.hosts, hostsOf))) };
      }),

    /** Begins the sweep's folder, or goes on with it. Returns what earlier runs have spent, by model. */
    begin: (plan: SweepPlan, input: unknown, models: IdentifiedModel[]): Promise<Record<string, Spent>> =>
      lightly(async () => {
        const levels = await Promise.all(plan.levels.map(async (level) => levelRecord(await shelf.get(level, plan.specs))));
        await beginSweepFile(store, plan, readSweepInput(input), levels, versions, models);
        const spent = await Promise.all(plan.models.map(async (model) => [model.id, await spentBefore(store, plan, model)] as const));
        return Object.fromEntries(spent.filter((entry): entry is [string, Spent] => entry[1] !== null));
      }),

    /** One more model for a sweep that runs. */
    planModel: (sweep: string, id: string): Promise<PlannedModel> =>
      lightly(async () => {
        const stored = await readSweepFile(store, sweep);
        if (!stored) throw new Error(`the sweep ${sweep} has no folder`);
        const model = planModel(id, stored.input, ollamaHost());
        mustBePriced([model], stored.input);
        return await placed(model, stored.input.hosts, hostsOf);
      }),

    addModels: (sweep: string, models: IdentifiedModel[]): Promise<void> => lightly(() => addModels(store, sweep, models)),

    /** response.md → answer/ and extract.json. */
    extract: (trial: Trial): Promise<void> =>
      lightly(async () => {
        const [files, level] = [filesOf(trial), await shelf.get(trial.level, trial.specs)];
        await files.writeAnswer(extractAnswer(await files.read('response.md'), level.files));
      }),

    /** response.md → patterns.json. */
    patternCheck: (trial: Trial): Promise<void> =>
      lightly(async () => {
        const [files, level] = [filesOf(trial), await shelf.get(trial.level, trial.specs)];
        await files.writeJson('patterns.json', checkPatterns(level, await files.read('response.md')));
      }),

    /** The three reports of grading → score.json. */
    score: (trial: Trial): Promise<Scored> =>
      lightly(async () => {
        const [files, level] = [filesOf(trial), await shelf.get(trial.level, trial.specs)];
        const compile = await files.readJson<CompileReport>('compile.json');
        const tests = await files.readJson<TestReport>('tests.json');
        const patterns = await files.readJson<PatternReport>('patterns.json');
        const score = scoreTrial(level, compile, tests, patterns);
        await files.writeJson('score.json', score);
        return { points: score.points, earned: score.earned };
      }),

    /** Writes the sweep's report from what is stored; returns the path of REPORT.md. */
    report: (sweep: string): Promise<string> => lightly(() => writeReport(store, sweep)),
  };
}
