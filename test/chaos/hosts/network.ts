import { once } from 'node:events';
import { execa, execaSync } from 'execa';

/** Address of the machine that all hosts can reach: where server, store and provider are. */
export const hub = '10.77.0.1';

const ip = (...args: string[]) => execaSync('ip', args);

/** Makes the bridge that joins hosts, in the network namespace of this process. */
export function openHub(): void {
  ip('link', 'set', 'lo', 'up');
  ip('link', 'add', 'hub', 'type', 'bridge');
  ip('addr', 'add', `${hub}/24`, 'dev', 'hub');
  ip('link', 'set', 'hub', 'up');
}

/** A host's line to the hub. */
export class Line {
  /** What a command begins with that is to run on the host. */
  readonly on: string[];
  readonly #end: string;

  private constructor(pid: number, end: string) {
    this.on = ['nsenter', '--target', `${pid}`, '--net', '--uts', '--'];
    this.#end = end;
  }

  /** A host of this name, as a namespace of networks and names that a sleeping process keeps; `number` is the last part of its address. */
  static async lay(name: string, number: number): Promise<Line> {
    const setUp = 'hostname "$0" && ip link set lo up && echo up && exec sleep infinity';
    const holder = execa('unshare', ['--net', '--uts', 'sh', '-c', setUp, name], { reject: false });
    await once(holder.stdout, 'data');
    const [pid, end] = [holder.pid ?? 0, `to-${name}`];
    ip('link', 'add', end, 'type', 'veth', 'peer', 'name', 'eth0', 'netns', `${pid}`);
    ip('link', 'set', end, 'master', 'hub', 'up');
    const line = new Line(pid, end);
    line.inside('ip', 'addr', 'add', `10.77.0.${number}/24`, 'dev', 'eth0');
    line.inside('ip', 'link', 'set', 'eth0', 'up');
    return line;
  }

  cut(): void {
    ip('link', 'set', this.#end, 'down');
  }

  join(): void {
    ip('link', 'set', this.#end, 'up');
  }

  /** Both ways no faster than so many kilobits per second, until `speedUp`. */
  slowDown(kilobits: number): void {
    const limit = ['root', 'tbf', 'rate', `${kilobits}kbit`, 'burst', '8kb', 'latency', '400ms'];
    execaSync('tc', ['qdisc', 'add', 'dev', this.#end, ...limit]);
    this.inside('tc', 'qdisc', 'add', 'dev', 'eth0', ...limit);
  }

  speedUp(): void {
    execaSync('tc', ['qdisc', 'del', 'dev', this.#end, 'root']);
    this.inside('tc', 'qdisc', 'del', 'dev', 'eth0', 'root');
  }

  private inside(...command: string[]): void {
    const [first, ...rest] = [...this.on, ...command] as [string, ...string[]];
    execaSync(first, rest);
  }
}
