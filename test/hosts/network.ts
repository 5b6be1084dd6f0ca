import { randomBytes } from 'node:crypto';
import { execaSync } from 'execa';

const ip = (...args: string[]) => execaSync('ip', args);

/**
 * Hosts of a network of its own on this machine: a network namespace for each, joined by a bridge, without any way out (ip-netns(8)).
 * Needs root.
 */
export class Network {
  readonly #id = randomBytes(3).toString('hex');
  readonly #names: string[] = [];

  constructor() {
    ip('netns', 'add', this.#space('bridge'));
    ip('-n', this.#space('bridge'), 'link', 'add', 'bridge', 'type', 'bridge');
    ip('-n', this.#space('bridge'), 'link', 'set', 'bridge', 'up');
  }

  /** One more host; returns its address. */
  add(name: string): string {
    const [own, bridge] = [this.#space(name), this.#space('bridge')];
    this.#names.push(name);
    const address = `10.77.0.${this.#names.length}`;
    const port = `port${this.#names.length}`;
    ip('netns', 'add', own);
    ip('-n', own, 'link', 'set', 'lo', 'up');
    ip('-n', own, 'link', 'add', 'eth0', 'type', 'veth', 'peer', 'name', port, 'netns', bridge);
    ip('-n', bridge, 'link', 'set', port, 'master', 'bridge', 'up');
    ip('-n', own, 'address', 'add', `${address}/24`, 'dev', 'eth0');
    ip('-n', own, 'link', 'set', 'eth0', 'up');
    return address;
  }

  /** What a command is preceded by to run on a host, under the host's own name. */
  on(name: string): string[] {
    return ['ip', 'netns', 'exec', this.#space(name), 'unshare', '--uts', 'sh', '-c', 'hostname "$0" && exec "$@"', name];
  }

  /** Unplugs the cable. */
  cut(name: string): void {
    ip('-n', this.#space(name), 'link', 'set', 'eth0', 'down');
  }

  join(name: string): void {
    ip('-n', this.#space(name), 'link', 'set', 'eth0', 'up');
  }

  /** What the host sends passes through a thin wire: so many kilobits a second (tc-tbf(8)); null for a good one. */
  slow(name: string, kilobits: number | null): void {
    const shaper = kilobits === null ? ['pfifo'] : ['tbf', 'rate', `${kilobits}kbit`, 'burst', '8kb', 'latency', '400ms'];
    execaSync('ip', ['netns', 'exec', this.#space(name), 'tc', 'qdisc', 'replace', 'dev', 'eth0', 'root', ...shaper]);
  }

  /** Processes that still run on it lose their network, and live on. */
  remove(): void {
    for (const name of [...this.#names, 'bridge']) execaSync('ip', ['netns', 'del', this.#space(name)], { reject: false });
  }

  #space(name: string): string {
    return `specgen-${this.#id}-${name}`;
  }
}
