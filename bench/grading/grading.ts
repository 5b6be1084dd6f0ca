import { type Column, textTable } from '../../core/report/table.ts';
import { openGrader } from '../../grading/grade.ts';
import { loadToolchain } from '../../grading/toolchain/toolchain.ts';
import type { Report } from '../measure/figures.ts';
import { median } from '../measure/measure.ts';
import { type Scratch, withScratch } from '../scratch.ts';
import { readPlainLevel, withRaceCheck } from './cells.ts';
import { floorContender } from './floor.ts';
import { goContender, goEnvironment } from './go-commands.ts';
import { type Entry, playRounds, ratios, type Series } from './rounds.ts';
import { specgenContender } from './specgen.ts';

const anchor = 'go test, two at a time';
const typeError = 'go test of a type error';
const raceFloor = 'floor plain + race, two at a time';

/** Costs of grading beside other ways to do the same, as a table. */
export function benchGrading(rounds: number, cells: number, report: Report): Promise<string> {
  return withScratch(async (scratch) => {
    const series = await playRounds(await entriesOf(scratch), rounds, cells, (text) => report.line(text));
    for (const one of series) noteCost(one, series, report);
    return `${cells} answers a round: right, wrong and with a type error in turn; ${rounds} rounds after one to warm up; median [range]\n${table(series)}`;
  });
}

async function entriesOf(scratch: Scratch): Promise<Entry[]> {
  const [plain, toolchain, env] = [await readPlainLevel(), await loadToolchain(), await goEnvironment(scratch)];
  const race = withRaceCheck(plain);
  const graders = { one: await openGrader({ slots: 1 }), two: await openGrader({ slots: 2 }) };
  const go = (name: string, commands: string, together: number) => goContender(name, commands, together, scratch, env);
  const test = 'go test -count=1 .';
  return [
    { contender: go(anchor, test, 2), level: plain, anchor },
    { contender: go('go build && go vet && go test, one after another', `go build . && go vet . && ${test}`, 1), level: plain, anchor },
    { contender: floorContender('floor, two at a time', ['plain'], 2, scratch, toolchain), level: plain, anchor },
    { contender: specgenContender('specgen, two at a time', graders.two, 2), level: plain, anchor, wanted: { most: 0.65, unit: 'ratio' } },
    { contender: specgenContender('specgen, one after another', graders.one, 1), level: plain, anchor },
    { contender: floorContender(raceFloor, ['plain', 'race'], 2, scratch, toolchain), level: race, anchor: raceFloor },
    {
      contender: specgenContender('specgen plain + race, two at a time', graders.two, 2),
      level: race,
      anchor: raceFloor,
      wanted: { most: 1.15, unit: 'ratio' },
    },
    { contender: go(typeError, test, 1), level: plain, findings: ['broken'], anchor: typeError },
    {
      contender: specgenContender('specgen of a type error', graders.one, 1),
      ...{ level: plain, findings: ['broken'], anchor: typeError, wanted: { most: 0.12, unit: 'CPU s' } },
    },
    { contender: specgenContender('specgen of a known answer', graders.one, 1), level: plain, anchor, again: true },
  ];
}

const wantedText = ({ wanted }: Entry): string => (wanted ? `≤ ${wanted.most}${wanted.unit === 'ratio' ? '' : ` ${wanted.unit}`}` : '');

/** Of each way to grade, what it costs: in CPU seconds where that is what is wanted, else beside its anchor. */
function noteCost(one: Series, all: Series[], report: Report): void {
  const { contender, anchor, wanted } = one.entry;
  const base = all.find(({ entry }) => entry.contender.name === anchor)!;
  if (one === base) return;
  const [what, found] =
    wanted?.unit === 'CPU s'
      ? [`${contender.name}, CPU s`, median(one.costs.map(({ cpu }) => cpu))]
      : [`${contender.name} ÷ ${anchor}, CPU`, ratios(one, base, 'cpu').middle];
  report.figure(what, found.toFixed(2), wantedText(one.entry));
}

const columns: Column[] = [
  { head: 'an answer by', align: 'left' },
  ...['CPU s', 'of it Node', 'CPU ÷', 'wall s', 'wall ÷', 'others, cores', 'wanted'].map((head) => ({ head, align: 'right' as const })),
];

function table(all: Series[]): string {
  return textTable(
    columns,
    all.map((series) => {
      const base = all.find(({ entry }) => entry.contender.name === series.entry.anchor)!;
      const middle = (what: 'cpu' | 'ownCpu' | 'wall') => median(series.costs.map((cost) => cost[what])).toFixed(3);
      const others = median(series.costs.map((cost) => cost.others)).toFixed(1);
      const [cpu, wall] = [ratioText(series, base, 'cpu'), ratioText(series, base, 'wall')];
      return [series.entry.contender.name, middle('cpu'), middle('ownCpu'), cpu, middle('wall'), wall, others, wantedText(series.entry)];
    }),
  );
}

function ratioText(series: Series, base: Series, what: 'cpu' | 'wall'): string {
  const { middle, low, high } = ratios(series, base, what);
  return `${middle.toFixed(2)} [${low.toFixed(2)}–${high.toFixed(2)}]`;
}
