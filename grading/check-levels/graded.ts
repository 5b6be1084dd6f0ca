import { applyPatch } from 'diff';
import type { LevelFolder, WrittenAnswer } from '../../core/level-folder.ts';
import { renderResponse } from '../../core/prompt.ts';
import type { Score } from '../../core/score.ts';
import type { Grader } from '../grade.ts';
import { gradeResponse } from '../grade-response.ts';
import type { Finding } from './problem.ts';

const repetitions = 3;

/** A response with what must come of it. */
export interface Trial {
  subject: string;
  response: string;
  problems: (score: Score) => Omit<Finding, 'subject'>[];
  times?: number;
}

/** All responses that a folder promises something about. Mutants that do not apply are problems by themselves. */
export function trialsOf(folder: LevelFolder): { trials: Trial[]; problems: Finding[] } {
  const { level, reference, alternatives, calibration } = folder;
  const correct = [reference, ...alternatives].map((answer) => ({
    ...{ subject: answer.name, response: rendered(answer), times: repetitions },
    problems: earning(level.points),
  }));
  const trivial = [
    { subject: 'unchanged', response: renderResponse(level.given, ''), problems: earning(level.unchangedEarns) },
    { subject: 'empty', response: '', problems: earning(0) },
    { subject: 'refusal', response: 'I am sorry, but I cannot help with this request.\n', problems: earning(0) },
  ];
  const calibrated = calibration.map(({ name, response, verdicts }) => ({
    ...{ subject: `calibration/${name}`, response, problems: (score: Score) => differences(verdicts, verdictsOf(score)) },
  }));
  const mutants = folder.mutants.map((mutant) => mutantTrial(folder, mutant));
  return {
    trials: [...correct, ...trivial, ...calibrated, ...mutants.filter((one) => 'response' in one)],
    problems: mutants.filter((one) => 'found' in one),
  };
}

/** Grades a trial as often as it asks for and tells what differs. */
export async function trialProblems(grader: Grader, folder: LevelFolder, trial: Trial): Promise<Finding[]> {
  for (let time = 0; time < (trial.times ?? 1); time++) {
    const { score } = await gradeResponse(grader, folder.level, trial.response, time > 0);
    const problems = trial.problems(score);
    if (problems.length > 0) return problems.map((problem) => ({ subject: trial.subject, ...problem }));
  }
  return [];
}

const rendered = (answer: WrittenAnswer): string => renderResponse(answer.files, answer.prose);

const earning = (points: number) => (score: Score) =>
  score.earned === points ? [] : [{ expected: `${points} points`, found: `${score.earned}: ${describe(verdictsOf(score))}` }];

const verdictsOf = (score: Score): Record<string, string> =>
  Object.fromEntries(score.checks.map((check) => [check.id, check.verdict === 'pass' ? 'pass' : check.reason]));

const describe = (verdicts: Record<string, string>): string =>
  Object.entries(verdicts)
    .map((entry) => entry.join(' '))
    .join(', ');

function differences(wanted: Record<string, string>, found: Record<string, string>): Omit<Finding, 'subject'>[] {
  const ids = [...new Set([...Object.keys(wanted), ...Object.keys(found)])].sort();
  return ids
    .filter((id) => wanted[id] !== found[id])
    .map((id) => ({ expected: `${id} ${wanted[id] ?? 'not to exist'}`, found: found[id] ?? 'no such check' }));
}

function mutantTrial({ reference }: LevelFolder, { name, content }: { name: string; content: string }): Trial | Finding {
  const subject = `mutants/${name}`;
  const header = /^fails: *([a-z](?:[ ,]+[a-z])*)\n(?:why: .+\n)\n/.exec(content);
  if (!header) return { subject, expected: 'lines "fails: …" and "why: …", then an empty one', found: content.split('\n', 2).join(' / ') };
  const files = patched(reference, content.slice(header[0].length));
  if (typeof files === 'string') return { subject, expected: 'a diff that applies to reference/', found: files };
  const fails = header[1]!.split(/[ ,]+/);
  return {
    ...{ subject, response: rendered({ ...reference, files }) },
    problems: (score) => mutantDifferences(fails, verdictsOf(score)),
  };
}

/** The named checks fail by themselves, no other does, and the mutant is code that builds. */
function mutantDifferences(fails: string[], found: Record<string, string>): Omit<Finding, 'subject'>[] {
  return Object.entries(found).flatMap(([id, reason]) => {
    if (reason === 'compile-error' || reason === 'forbidden-source') return [{ expected: 'code that builds', found: `${id} ${reason}` }];
    if (fails.includes(id)) return reason === 'pass' ? [{ expected: `${id} to fail`, found: 'pass' }] : [];
    return reason === 'pass' || reason.startsWith('needs ') ? [] : [{ expected: `${id} to pass`, found: reason }];
  });
}

/** The reference with a diff applied, or why that cannot be done. */
function patched(reference: WrittenAnswer, diff: string): WrittenAnswer['files'] | string {
  const parts = diff.split(/^(?=--- )/m).filter((part) => part.startsWith('--- '));
  const changed = new Map(reference.files.map((file) => [file.path, file.content]));
  if (parts.length === 0) return 'no diff';
  for (const part of parts) {
    const path = /^--- a\/(\S+)/.exec(part)?.[1] ?? '';
    const result = applyPatch(changed.get(path) ?? '', part);
    if (result === false) return `one that does not apply to ${path}`;
    changed.set(path, result);
  }
  return [...changed].map(([path, content]) => ({ path, content }));
}
