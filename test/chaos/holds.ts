import { globSync, writeFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { processesOf } from '../../bench/measure/stack.ts';
import type { Blows, Target } from './blows.ts';

/** Into the middle of the first responses. */
const beginMs = 1000;

const signalAll = ({ stack, provider }: Target, signal: NodeJS.Signals): void => {
  for (const { pid } of processesOf(stack)) process.kill(pid, signal);
  provider.kill(signal);
};

/** No server for so many minutes, while the workers live on: the supervisor, which would start it again, is stopped. */
export const serverGone = (minutes: number): Blows =>
  async function* (target) {
    await pause(beginMs);
    const supervisor = processesOf(target.stack).find(({ name }) => name === 'supervisor')!;
    process.kill(supervisor.pid, 'SIGSTOP');
    target.stack.kill('temporal');
    await pause(minutes * 60_000);
    process.kill(supervisor.pid, 'SIGCONT');
    yield `no server for ${minutes} minutes`;
  };

/** Every program stands still for so many minutes, as on a machine that is suspended: afterwards all timers are late. */
export const suspended = (minutes: number): Blows =>
  async function* (target) {
    await pause(beginMs);
    signalAll(target, 'SIGSTOP');
    await pause(minutes * 60_000);
    signalAll(target, 'SIGCONT');
    yield `all suspended for ${minutes} minutes`;
  };

/** Where Debian's package `libfaketime` puts it, for any architecture; null where it is not installed. */
export const findClockLibrary = (): string | null => globSync('/usr/lib/*/faketime/libfaketime.so.1')[0] ?? null;

/** The clocks that follow a file are so many minutes ahead from now on. */
export const putClock = (file: string, minutes: number): void => writeFileSync(file, `${minutes < 0 ? '-' : '+'}${Math.abs(minutes)}m\n`);

/**
 * What a program of libfaketime's must have in its environment for its clock to follow a file. Monotonic time is left alone, as it is
 * when somebody puts a clock.
 */
export const clockFrom = (file: string, library: string): Record<string, string> => ({
  LD_PRELOAD: library,
  FAKETIME_TIMESTAMP_FILE: file,
  FAKETIME_NO_CACHE: '1',
  FAKETIME_DONT_FAKE_MONOTONIC: '1',
});

/** The clock of all workers is put forward by so many minutes, then twice as many back, in the middle of responses. */
export const clockPut = (minutes: number, file: string): Blows =>
  async function* () {
    for (const offset of [minutes, -minutes]) {
      await pause(beginMs);
      putClock(file, offset);
      yield `clocks ${Math.abs(offset)} minutes ${offset < 0 ? 'behind' : 'ahead'}`;
    }
  };
