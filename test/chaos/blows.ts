import { rmSync, statfsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { execa } from 'execa';
import type { TestStack } from '../e2e/stack.ts';
import type { Dice } from './dice.ts';
import type { Provider } from './provider-process.ts';

/** What a storm can strike at. */
export interface Target {
  stack: TestStack;
  provider: Provider;
  /** The output folder is a small disk of its own, which can be filled. */
  smallDisk: boolean;
}

/** Strikes one blow after another, and says of each what it was. */
export type Blows = (target: Target) => AsyncGenerator<string>;

/** Strikes, and says what it did. */
type Blow = (target: Target, dice: Dice) => Promise<string>;

type ProviderBlow = (target: Pick<Target, 'provider'>, dice: Dice) => Promise<string>;

const programs = ['generation', 'orchestrator', 'grading', 'temporal'] as const;

/** kill -9; what the supervisor starts again is not waited for. */
const killProgram: Blow = async ({ stack }, dice) => {
  const name = dice.pick(programs);
  stack.kill(name);
  return `kill -9 ${name}`;
};

const killGeneration: Blow = async ({ stack }) => {
  stack.kill('generation');
  return 'kill -9 generation';
};

const killAll: Blow = async ({ stack }) => {
  stack.killAll();
  await stack.mustDo('up');
  return 'kill -9 of all, up';
};

const stopProgram: Blow = async ({ stack }, dice) => {
  const [name, ms] = [dice.pick(programs), dice.between(100, 3000)];
  stack.kill(name, 'SIGSTOP');
  await pause(ms);
  stack.kill(name, 'SIGCONT');
  return `stop ${name} for ${Math.round(ms)} ms`;
};

const killProvider: ProviderBlow = async ({ provider }, dice) => {
  provider.kill('SIGKILL');
  await pause(dice.between(0, 1000));
  await provider.start();
  return 'kill -9 the provider';
};

const stopProvider: ProviderBlow = async ({ provider }, dice) => {
  const ms = dice.between(100, 3000);
  provider.kill('SIGSTOP');
  await pause(ms);
  provider.kill('SIGCONT');
  return `stop the provider for ${Math.round(ms)} ms`;
};

const cutConnections: ProviderBlow = async ({ provider }) => {
  provider.kill('SIGUSR2');
  return 'cut all connections';
};

/** Those at the provider alone. */
export const providerBlows = [killProvider, stopProvider, cutConnections];

const fillDisk: Blow = async ({ stack }, dice) => {
  const filler = path.join(stack.output, 'filler');
  const { bavail, bsize } = statfsSync(stack.output);
  try {
    writeFileSync(filler, Buffer.alloc(bavail * bsize));
  } catch {
    // others write meanwhile: it is as full as it gets
  }
  await pause(dice.between(200, 2000));
  rmSync(filler, { force: true });
  return 'fill the disk';
};

const forbidWriting: Blow = async ({ stack }, dice) => {
  await execa('mount', ['-o', 'remount,ro', stack.output]);
  await pause(dice.between(200, 2000));
  await execa('mount', ['-o', 'remount,rw', stack.output]);
  return 'make the output read-only';
};

const always: Blow[] = [killProgram, killGeneration, killAll, stopProgram, ...providerBlows];

/** So many random blows as the dice say, at random moments. */
export function randomBlows(dice: Dice): Blows {
  return async function* (target) {
    for (let left = Math.round(dice.between(2, 7)); left > 0; left -= 1) {
      await pause(dice.between(50, 1500));
      yield strike(target, dice);
    }
  };
}

/** One random blow. A program that is down just now cannot be struck: then the storm misses. */
async function strike(target: Target, dice: Dice): Promise<string> {
  const blow = dice.pick(target.smallDisk ? [...always, fillDisk, forbidWriting] : always);
  try {
    return await blow(target, dice);
  } catch (error) {
    return `missed (${error instanceof Error ? error.message : error})`;
  }
}
