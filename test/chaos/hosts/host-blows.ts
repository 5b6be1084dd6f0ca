import { setTimeout as pause } from 'node:timers/promises';
import { providerBlows } from '../blows.ts';
import type { Dice } from '../dice.ts';
import type { Provider } from '../provider-process.ts';
import { clockMinutes, type Lab } from './lab.ts';
import { clocksDiffer, type LabHost } from './lab-host.ts';

/** What happens to one host, and for how long; `end` is when it is over. */
interface HostBlow {
  told: string;
  ms: number;
  end(): void;
}

type HostStrike = (host: LabHost, dice: Dice) => HostBlow | Promise<HostBlow>;

/** A moment, a while, or longer than others wait for a host (30 s). */
const howLong = (dice: Dice): number => {
  const [low, high] = dice.pick([
    [100, 5_000],
    [5_000, 15_000],
    [31_000, 50_000],
  ] as const);
  return dice.between(low, high);
};

const cutOff: HostStrike = ({ line }, dice) => {
  line.cut();
  return { told: 'cut off', ms: howLong(dice), end: () => line.join() };
};

const suspend: HostStrike = ({ host }, dice) => {
  host.signal('SIGSTOP');
  return { told: 'suspended', ms: howLong(dice), end: () => void host.signal('SIGCONT') };
};

const slowDown: HostStrike = ({ line }, dice) => {
  const kilobits = Math.round(dice.between(50, 500));
  line.slowDown(kilobits);
  return { told: `slowed to ${kilobits} kbit/s`, ms: dice.between(2_000, 15_000), end: () => line.speedUp() };
};

const killHost: HostStrike = (host, dice) => {
  host.host.kill();
  return { told: 'killed -9, all of it', ms: dice.between(0, 10_000), end: () => host.start() };
};

const leave: HostStrike = async (host, dice) => {
  await host.host.stop();
  return { told: 'left in order', ms: dice.between(0, 10_000), end: () => host.start() };
};

const putClock: HostStrike = (host, dice) => {
  const minutes = clockMinutes(dice);
  host.putClock(minutes);
  return { told: `clock ${minutes} minutes off`, ms: 0, end: () => undefined };
};

const hostStrikes: HostStrike[] = [cutOff, cutOff, suspend, slowDown, killHost, killHost, leave, ...(clocksDiffer ? [putClock] : [])];

interface Target {
  lab: Lab;
  provider: Provider;
}

type Strike = (target: Target, dice: Dice) => Promise<string>;

const killServer: Strike = async ({ lab: { server } }, dice) => {
  await server.kill();
  await pause(dice.between(0, 5_000));
  server.start();
  return 'kill -9 the Temporal server';
};

const killStore: Strike = async ({ lab: { store } }, dice) => {
  const ms = dice.between(0, 20_000);
  store.kill('SIGKILL');
  await pause(ms);
  await store.start();
  return `kill -9 the store for ${seconds(ms)}`;
};

const stopStore: Strike = async ({ lab: { store } }, dice) => {
  const ms = dice.between(100, 10_000);
  store.kill('SIGSTOP');
  await pause(ms);
  store.kill('SIGCONT');
  return `stop the store for ${seconds(ms)}`;
};

const strikes: Strike[] = [killServer, killStore, stopStore, ...providerBlows];

const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;

/** Of a host that nothing happens to just now, if there is one; `held` takes what ends by itself later. */
async function strikeHost(target: Target, dice: Dice, held: Map<LabHost, Promise<void>>): Promise<string> {
  const whole = target.lab.hosts.filter((host) => !held.has(host));
  if (whole.length === 0) return 'no host is left to strike';
  const host = dice.pick(whole);
  const { told, ms, end } = await dice.pick(hostStrikes)(host, dice);
  const over = pause(ms).then(() => {
    end();
    held.delete(host);
  });
  held.set(host, over);
  return `${host.name} ${told}${ms > 0 ? ` for ${seconds(ms)}` : ''}`;
}

/** So many random blows as the dice say, some of them at the same time; when the last one is told, all of them are over. */
export async function* hostBlows(target: Target, dice: Dice): AsyncGenerator<string> {
  const held = new Map<LabHost, Promise<void>>();
  try {
    for (let left = Math.round(dice.between(3, 8)); left > 0; left -= 1) {
      await pause(dice.between(50, 3_000));
      yield dice.next() < 0.75 ? await strikeHost(target, dice, held) : await dice.pick(strikes)(target, dice);
    }
  } finally {
    await Promise.all(held.values());
  }
}
