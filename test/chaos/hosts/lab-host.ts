import path from 'node:path';
import { Host } from '../../hosts/host.ts';
import { clockFrom, findClockLibrary, putClock } from '../holds.ts';
import type { Line } from './network.ts';

/** What a host does and with which variables. */
export interface Role {
  name: string;
  queues: string;
  /** How many programs answer them. */
  programs: number;
  env: Record<string, string>;
}

const library = findClockLibrary();

/** Whether hosts can have clocks of their own. */
export const clocksDiffer = library !== null;

/** A host of the lab with its line, its clock, its folder and its workers. */
export class LabHost {
  readonly name: string;
  readonly line: Line;
  readonly host: Host;
  readonly #role: Role;

  constructor(role: Role, line: Line, folder: string) {
    this.#role = role;
    this.name = role.name;
    this.line = line;
    this.#clock = path.join(folder, `clock-${role.name}`);
    this.host = new Host({ ...role.env, ...(library && clockFrom(this.#clock, library)) }, line.on);
  }

  readonly #clock: string;

  putClock(minutes: number): void {
    putClock(this.#clock, minutes);
  }

  start(): void {
    this.host.start(this.#role.queues);
  }

  untilReady(): Promise<void> {
    return this.host.untilReady(this.#role.programs);
  }
}
