import { Command, InvalidArgumentError, Option } from 'commander';
import { endInOrder } from '../../bench/measure/ending.ts';
import { Dice } from './dice.ts';
import { holdRounds } from './hold-rounds.ts';
import { hostRounds } from './hosts/own-namespaces.ts';
import { ollamaRound } from './ollama-round.ts';
import { type Sum, stormRounds } from './storm-rounds.ts';

const positive = (text: string): number => {
  if (!/^[1-9]\d{0,3}$/.test(text)) throw new InvalidArgumentError('expected a whole number from 1 to 9999');
  return Number(text);
};

const say = (line: string): boolean => process.stdout.write(`${line}\n`);

interface Asked {
  rounds: number;
  seed: string;
  hosts?: string;
  hold?: number;
  ollama?: number;
}

function begin({ rounds, seed, hosts, hold, ollama }: Asked): Promise<Sum> {
  if (hosts) return hostRounds(rounds, seed);
  if (hold) return holdRounds(hold, say);
  if (ollama) return ollamaRound(ollama, say);
  return stormRounds(rounds, (round) => new Dice(`${seed}/${round}`), say);
}

await new Command('chaos')
  .description('Sweeps over a fake provider through random kills, stops, cuts and full disks; each must end as an undisturbed one.')
  .option('-r, --rounds <number>', 'how many sweeps', positive, 10)
  .option('-s, --seed <text>', 'the same seed gives the same storm', 'storm')
  .addOption(
    new Option('--hosts <number>', 'over so many hosts, network namespaces of this machine, with the results in a bucket').choices(['3']),
  )
  .option('--hold <minutes>', 'instead: no server, all programs suspended, clocks put wrong, each for so long', positive)
  .option('--ollama <kills>', 'instead: a real server and its worker killed so often in mid-stream (OLLAMA_BIN, OLLAMA_MODEL)', positive)
  .action(async (asked: Asked) => {
    endInOrder(24 * 60);
    const { passed, failed } = await begin(asked);
    say(`${passed} passed, ${failed} failed`);
    process.exitCode = failed === 0 ? 0 : 1;
  })
  .parseAsync();
