import { constants } from 'node:os';
import type { FailReason, Verdict } from '../../core/verdict.ts';
import type { Outcome } from '../sandbox/process.ts';
import { type ResultFrame, readFrame } from './result-frame.ts';

/** What a run was asked to do. */
export interface Expectation {
  nonce: string;
  /** Tests that must run and pass, and no others. */
  tests: string[];
  /** Built with the race detector. */
  race: boolean;
}

const exitRace = 66;
const killedByCpuLimit = [128 + constants.signals.SIGKILL, 128 + constants.signals.SIGXCPU];
const mostDetail = 4096;

/**
 * The verdict on a run. A pass needs the nonce, exit status 0 and exactly the expected tests. Text of the process only
 * chooses between reasons of a failure.
 */
export function classify(outcome: Outcome, expected: Expectation): Verdict {
  const frame = readFrame(outcome.result, expected.nonce);
  if (frame && passed(outcome, frame, expected.tests)) return { verdict: 'pass' };
  const detail = describeOutcome(outcome);
  const reason = failReason(outcome, frame, expected.race);
  return detail === '' ? { verdict: 'fail', reason } : { verdict: 'fail', reason, detail };
}

function passed(outcome: Outcome, frame: ResultFrame, tests: string[]): boolean {
  const clean = outcome.exitCode === 0 && !outcome.outputLimit && !outcome.wallLimit && frame.code === 0;
  const others = [...frame.failed, ...frame.panicked, ...frame.skipped];
  return clean && others.length === 0 && sameNames(frame.ran, tests);
}

function sameNames(found: string[], wanted: string[]): boolean {
  return found.length > 0 && JSON.stringify(found.toSorted()) === JSON.stringify(wanted.toSorted());
}

function failReason(outcome: Outcome, frame: ResultFrame | undefined, race: boolean): FailReason {
  const text = outcome.stderr + outcome.stdout;
  if (/out of memory|cannot allocate memory|failed to allocate/i.test(text) && !frame) return 'memory-limit';
  if (outcome.outputLimit) return 'output-limit';
  if (outcome.wallLimit) return 'hung';
  if (race && outcome.exitCode === exitRace && text.includes('WARNING: DATA RACE')) return 'race';
  if (frame) return framedReason(frame);
  if (killedByCpuLimit.includes(outcome.exitCode) || text.includes('SIGXCPU')) return 'cpu-limit';
  if (text.includes('all goroutines are asleep - deadlock!')) return 'deadlock';
  return /^(panic|fatal error|runtime): |stack overflow/m.test(text) ? 'panicked' : 'failed';
}

function framedReason(frame: ResultFrame): FailReason {
  if (frame.reason === 'deadlock' || frame.reason === 'leak' || frame.reason === 'hung') return frame.reason;
  return frame.panicked.length > 0 && frame.failed.length === 0 ? 'panicked' : 'failed';
}

/** How what a process wrote begins, for people; without durations, so that equal runs read alike. */
export function describeOutcome(outcome: Outcome): string {
  const parts = [outcome.stdout, outcome.stderr].map((part) =>
    part
      .trim()
      .replace(/ \(\d+\.\d+s\)/g, '')
      .slice(0, mostDetail / 2 - 1),
  );
  return parts.filter((part) => part !== '').join('\n');
}
