import { isDeepStrictEqual } from 'node:util';
import type { TrialName } from '../activities/sweep-record.ts';
import { TrialFiles } from '../activities/trial-files.ts';
import type { CompileReport, PatternReport, TestReport } from '../core/grading-reports.ts';
import type { ResponseMetadata } from '../core/response.ts';
import type { Score } from '../core/score.ts';
import type { Grader } from '../grading/grade.ts';
import { type GradedResponse, gradeResponse } from '../grading/grade-response.ts';
import { contentKey } from '../storage/responses/content-key.ts';
import { hashOf } from '../storage/responses/finished.ts';
import { ResponseStore } from '../storage/responses/response-store.ts';
import type { Store } from '../storage/store/store.ts';
import type { LevelNow } from './sweep-levels.ts';
import { differenceLine, scoreDifferences, verdictDifferences } from './verdict-differences.ts';

/** Something that is not as it must be. */
export interface Problem {
  file: string;
  what: string;
}

export interface TrialAudit {
  problems: Problem[];
  /** Whether there is a response, whether responses/ holds a copy of it as well, and whether it was graded anew. */
  response: boolean;
  copied: boolean;
  regraded: boolean;
  /** Verdicts made anew, and those of them that differ. */
  verdicts: number;
  differing: number;
}

/** Recomputes everything about one trial from its texts: hashes, extraction, verdicts, points. */
export async function verifyTrial(store: Store, name: TrialName, level: LevelNow, grader: Grader): Promise<TrialAudit> {
  const files = new TrialFiles(store, { ...name, model: { id: name.model }, level: { name: name.level } });
  const problems: Problem[] = [];
  const report = (file: string, what: string) => problems.push({ file: files.placeOf(file), what });
  const [response, metadata] = [await files.find('response.md'), await parsed<ResponseMetadata>(files, 'metadata.json', report)];
  const none = { problems, response: response !== null, copied: false, regraded: false, verdicts: 0, differing: 0 };
  if (response === null && metadata === null) return none;
  if (response === null || !metadata) {
    report(response === null ? 'response.md' : 'metadata.json', 'missing, although the other one of the two is there');
    return none;
  }
  const copied = await checkTexts(store, files, name, level, response, metadata, report);
  if (level.level === null || level.level.hash !== level.scoredWith) return { ...none, copied };
  const fresh = await gradeResponse(grader, level.level, response, true);
  const differing = await compareGrading(files, fresh, report);
  return { ...none, copied, regraded: true, verdicts: fresh.score.checks.length, differing };
}

type Report = (file: string, what: string) => void;

/** Holds the texts against their hashes and against the copy that sweeps share. Returns whether there is one. */
async function checkTexts(
  store: Store,
  files: TrialFiles,
  name: TrialName,
  level: LevelNow,
  response: string,
  metadata: ResponseMetadata,
  report: Report,
): Promise<boolean> {
  const prompt = await files.find('prompt.md');
  if (hashOf(response) !== metadata.responseHash) {
    report('response.md', `its sha256 is ${short(hashOf(response))}, metadata.json says ${short(metadata.responseHash)}`);
  }
  if (prompt === null) report('prompt.md', 'missing');
  else if (hashOf(prompt) !== metadata.promptHash)
    report('prompt.md', `its sha256 is ${short(hashOf(prompt))}, metadata.json says ${short(metadata.promptHash)}`);
  else if (level.level?.hash === level.scoredWith && prompt !== level.prompt) report('prompt.md', `is not what ${name.level} asks`);
  const copy = await sharedCopy(store, name, prompt ?? '', metadata);
  if (copy !== null && copy.responseHash !== metadata.responseHash)
    report(
      'metadata.json',
      `says that the response's sha256 is ${short(metadata.responseHash)}; the copy in responses/ has ${short(copy.responseHash)}`,
    );
  else if (copy !== null && !isDeepStrictEqual(copy, metadata)) report('metadata.json', 'is not what the copy in responses/ says');
  return copy !== null;
}

/** Metadata of the copy that sweeps share; null where there is none. */
async function sharedCopy(
  store: Store,
  { sample, sweep }: TrialName,
  prompt: string,
  metadata: ResponseMetadata,
): Promise<ResponseMetadata | null> {
  const { identity, sampling } = metadata;
  // what the provider resolved the name to was not known yet when the response was asked for
  const { resolved: _, ...asked } = identity;
  const responses = new ResponseStore(store);
  const keys = [undefined, sweep].flatMap((owner) =>
    [asked, identity].map((known) => contentKey({ identity: known, prompt, sampling, sample, owner })),
  );
  for (const key of new Set(keys)) {
    const found = await responses.peek(key);
    if (found) return found.metadata;
  }
  return null;
}

/** Returns how many verdicts differ. */
async function compareGrading(files: TrialFiles, fresh: GradedResponse, report: Report): Promise<number> {
  const read = <T>(name: string) => parsed<T>(files, name, report);
  const extracted = await read<{ files: string[]; observations: unknown[] }>('extract.json');
  const names = fresh.answer.files.map((file) => file.path);
  if (!isDeepStrictEqual(extracted, { files: names, observations: fresh.answer.observations }))
    report('extract.json', 'is not what extraction finds in response.md');
  for (const file of fresh.answer.files) {
    if ((await files.find(`answer/${file.path}`)) !== file.content)
      report(`answer/${file.path}`, 'is not what extraction finds in response.md');
  }
  const [compile, tests] = [await read<CompileReport>('compile.json'), await read<TestReport>('tests.json')];
  const [patterns, score] = [await read<PatternReport>('patterns.json'), await read<Score>('score.json')];
  for (const [file, stored, now] of [
    ['compile.json', compile, fresh.compile],
    ['tests.json', tests, fresh.tests],
    ['patterns.json', patterns, fresh.patterns],
  ] as const) {
    if (stored === null) report(file, 'missing: this response is not graded');
    else if (stored)
      for (const difference of verdictDifferences(stored.verdicts ?? {}, now.verdicts)) report(file, differenceLine(difference));
  }
  if (tests && !isDeepStrictEqual(tests.observed, fresh.tests.observed)) report('tests.json', 'the tests observed something else');
  if (score === null) report('score.json', 'missing: this response is not graded');
  if (!score) return 0;
  const differences = scoreDifferences(score, fresh.score);
  for (const difference of differences) report('score.json', differenceLine(difference));
  return differences.filter(({ check }) => check !== 'all').length;
}

/** Null where there is no such file; undefined where it cannot be read, which is told. */
async function parsed<T>(files: TrialFiles, name: string, report: Report): Promise<T | null | undefined> {
  const text = await files.find(name);
  try {
    return text === null ? null : (JSON.parse(text) as T);
  } catch {
    report(name, 'is not JSON: it was edited or cut short');
    return undefined;
  }
}

const short = (hash: string): string => hash.slice(0, 12);
