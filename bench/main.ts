import { Command, InvalidArgumentError } from 'commander';
import { benchCpuModel } from './cpu-model.ts';
import { benchGeneration } from './generation.ts';
import { benchGrading } from './grading/grading.ts';
import { benchMutants } from './grading/mutants.ts';
import { benchGrowth } from './growth.ts';
import { benchLevels } from './levels.ts';
import { endInOrder } from './measure/ending.ts';
import { Figures } from './measure/figures.ts';
import { machineLine } from './measure/machine.ts';
import { benchMemory } from './memory.ts';
import { benchOrchestration } from './orchestration.ts';
import { benchReport } from './report/report.ts';
import { benchStability } from './stability.ts';
import { benchSteadiness, type Steadiness } from './steadiness/steadiness.ts';
import { benchSuite } from './suite.ts';
import { benchThroughput } from './throughput.ts';

const report = new Figures();

const positive = (text: string): number => {
  if (!/^[1-9]\d{0,4}$/.test(text)) throw new InvalidArgumentError('expected a whole number from 1 to 99999');
  return Number(text);
};

/** A part prints its tables under a line about the machine, and must end within so many minutes. */
async function part(title: string, minutes: number, work: () => Promise<string>): Promise<void> {
  endInOrder(minutes);
  process.stdout.write(`${title}\n${machineLine()}\n`);
  process.stdout.write(`${await work()}\n`);
}

const program = new Command('bench').description('Measures grading and orchestration on this machine, beside other ways to do the same.');

program
  .command('all', { isDefault: true })
  .description('one table of the figures that count: start, orchestration, gaps, grading beside go commands, reports (5 minutes)')
  .option('-r, --rounds <number>', 'rounds that count', positive, 3)
  .action(({ rounds }: { rounds: number }) => part('all', 60, () => benchSuite(rounds)));

program
  .command('grading')
  .description('costs of a verdict: specgen, go commands and the floor, in alternating rounds')
  .option('-r, --rounds <number>', 'rounds that count', positive, 3)
  .option('-c, --cells <number>', 'answers a round', positive, 12)
  .action(({ rounds, cells }: { rounds: number; cells: number }) =>
    part('grading', 30, async () => `${await benchGrading(rounds, cells, report)}\n${await benchMutants(rounds, report)}`),
  );

program
  .command('levels')
  .description('CPU seconds of one right answer to each level')
  .option('-r, --rounds <number>', 'rounds that count', positive, 3)
  .action(({ rounds }: { rounds: number }) => part('levels', 20, () => benchLevels(rounds)));

program
  .command('throughput')
  .description('trials an hour with 1 to so many grading workers, each pinned to a core')
  .option('-w, --workers <number>', 'at most', positive, 4)
  .action(({ workers }: { workers: number }) => part('throughput', 30, () => benchThroughput(workers)));

program
  .command('orchestration')
  .description('costs of a trial beyond the Go toolchain, on a stack of its own')
  .option('-t, --trials <number>', 'trials of the sweep', positive, 300)
  .action(({ trials }: { trials: number }) => part('orchestration', 20, () => benchOrchestration(trials, report)));

program
  .command('growth')
  .description('one long sweep: what a trial costs in each tenth of it, and what grows (long)')
  .option('-t, --trials <number>', 'trials of the sweep', positive, 10_000)
  .action(({ trials }: { trials: number }) => part('growth', 120, () => benchGrowth(trials, report)));

program
  .command('generation')
  .description('how long a model server waits: between two responses, and after its worker was killed')
  .action(() => part('generation', 20, () => benchGeneration(report)));

program
  .command('cpu-model')
  .description('tokens a second of a small model on this CPU, alone and beside grading (OLLAMA_HOST, OLLAMA_MODEL)')
  .action(() => part('cpu-model', 40, () => benchCpuModel(report)));

program
  .command('report')
  .description('a whole report over 2,200 and 10,000 trials: CPU, memory, size of its page, first paint in Chromium')
  .option('-r, --rounds <number>', 'rounds that count', positive, 3)
  .action(({ rounds }: { rounds: number }) => part('report', 20, () => benchReport(rounds, report)));

program
  .command('memory')
  .description('memory of a grading process over many answers (long)')
  .option('-g, --gradings <number>', 'answers to grade', positive, 2000)
  .action(({ gradings }: { gradings: number }) => part('memory', 90, () => benchMemory(gradings, report)));

program
  .command('stability')
  .description('the same gradings again and again with all cores busy: does a verdict differ? (long)')
  .option('-l, --levels <levels>', 'as in a sweep file', 'all')
  .option('-r, --rounds <number>', 'how often', positive, 10)
  .action((asked: { levels: string; rounds: number }) => part('stability', 120, () => benchStability(asked, report)));

program
  .command('steadiness')
  .description('one level: its hidden tests over its own answers again and again, plain and race, on 1, 2 and 4 processors (long)')
  .requiredOption('-l, --level <number>', 'the level', positive)
  .option('-r, --rounds <number>', 'how often', positive, 50)
  .option('-a, --all', 'all responses of known verdicts, too')
  .option('-i, --idle', 'one run at a time, instead of twice as many as there are cores')
  .action((asked: Steadiness) => part('steadiness', 240, () => benchSteadiness(asked, report)));

await program.parseAsync();
