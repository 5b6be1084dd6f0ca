import { mkdir, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { LevelFolder } from '../../core/level-folder.ts';
import { contentHash, folderHash } from '../content-hash.ts';
import type { Grader } from '../grade.ts';
import { projectFolder, stateFolder } from '../state-folder.ts';
import { formProblems } from './form.ts';
import { trialProblems, trialsOf } from './graded.ts';
import { phraseProblems, type Recognition, saladProblems } from './phrases.ts';
import { type Finding, type Problem, printProblem } from './problem.ts';
import { requirementProblems } from './requirements.ts';

/** What checking one level gave. */
export interface LevelCheck {
  level: string;
  problems: Problem[];
  recognition: Recognition[];
  /** Nothing has changed since it was found to be without problems. */
  skipped: boolean;
  /** Responses graded. */
  trials: number;
}

/**
 * Checks folders of levels against all that they promise. Levels that have not changed since they were last found good
 * are skipped, unless `everything`.
 */
export async function checkLevels(grader: Grader, folders: LevelFolder[], everything: boolean): Promise<LevelCheck[]> {
  const rules = await folderHash(path.join(projectFolder, 'core'), (file) => file.endsWith('.ts'));
  return Promise.all(
    folders.map((folder) => checkLevel(grader, folder, contentHash(grader.version, rules, folder.folderHash), everything)),
  );
}

async function checkLevel(grader: Grader, folder: LevelFolder, key: string, everything: boolean): Promise<LevelCheck> {
  const level = folder.level.name;
  const { problems: phraseFindings, recognition } = phraseProblems(folder);
  const stamp = path.join(stateFolder(), 'cache', 'good-levels', key);
  if (!everything && (await exists(stamp))) return { level, problems: [], recognition, skipped: true, trials: 0 };
  const { trials, problems: brokenMutants } = trialsOf(folder);
  const still = [...formProblems(folder), ...requirementProblems(folder), ...phraseFindings, ...saladProblems(folder), ...brokenMutants];
  const graded = await Promise.all(trials.map((trial) => trialProblems(grader, folder, trial)));
  const problems = [...still, ...graded.flat()].map((finding: Finding) => ({ level, ...finding }));
  if (problems.length === 0) await leave(stamp);
  return { level, problems, recognition, skipped: false, trials: trials.length };
}

function exists(file: string): Promise<boolean> {
  return stat(file).then(
    () => true,
    () => false,
  );
}

async function leave(stamp: string): Promise<void> {
  await mkdir(path.dirname(stamp), { recursive: true });
  await writeFile(stamp, '');
}

/** A check as lines for people. */
export function printLevelCheck({ level, problems, recognition, skipped, trials }: LevelCheck): string[] {
  const percent = (share: number) => `${Math.round(share * 100)} %`;
  const claims = recognition.map(
    ({ claim, precision, recall }) => `  ${claim}: precision ${percent(precision)}, recall ${percent(recall)}`,
  );
  if (skipped) return [`${level}: unchanged`];
  const summary = problems.length === 0 ? `${level}: good, ${trials} responses graded` : `${level}: ${problems.length} problems`;
  return [summary, ...claims, ...problems.map(printProblem)];
}
