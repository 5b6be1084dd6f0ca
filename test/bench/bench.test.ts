import assert from 'node:assert/strict';
import { test } from 'node:test';
import { freshCells, readPlainLevel } from '../../bench/grading/cells.ts';
import { expectFindings } from '../../bench/grading/contender.ts';
import { floorContender } from '../../bench/grading/floor.ts';
import { playRounds, ratios } from '../../bench/grading/rounds.ts';
import { specgenContender } from '../../bench/grading/specgen.ts';
import { Figures } from '../../bench/measure/figures.ts';
import { measure, median } from '../../bench/measure/measure.ts';
import { withScratch } from '../../bench/scratch.ts';
import { openGrader } from '../../grading/grade.ts';
import { openSandbox } from '../../grading/sandbox/sandbox.ts';
import { prepareToolchain } from '../../grading/toolchain/prepare.ts';
import { loadToolchain } from '../../grading/toolchain/toolchain.ts';

await prepareToolchain(() => undefined);

test('what a process in the sandbox burns is counted', async () => {
  const toolchain = await loadToolchain();
  const sandbox = await openSandbox(toolchain);
  const limits = { cpuSeconds: 2, memoryMiB: 1024, fileMiB: 16, openFiles: 256 };
  const box = { ...{ readable: {}, writable: {}, system: true, temporaryMiB: 16, environment: {} }, limits };
  const endless = { argv: ['/bin/sh', '-c', 'while :; do :; done'], wallLimitMs: 120_000 };
  const { cost } = await measure(() => sandbox.run(box, endless, 0));
  // the kernel counts the CPU of a limit and that of a report in different ways, some tenths apart on a busy machine
  assert.ok(cost.cpu > 1.5, `the CPU limit of two seconds ended it, but only ${cost.cpu} s were counted`);
  assert.ok(cost.ownCpu < 1);
});

test('contenders find what is known about fresh answers, and ratios are taken within a round', async () => {
  await withScratch(async (scratch) => {
    const level = await readPlainLevel();
    const floor = floorContender('floor', ['plain', 'race'], 2, scratch, await loadToolchain());
    const specgen = specgenContender('specgen', await openGrader({ slots: 2 }), 2);
    const entries = [floor, specgen].map((contender) => ({ contender, level, anchor: 'floor' }));
    const [base, other] = await playRounds(entries, 1, 3, () => undefined);
    assert.ok(base && other);
    assert.deepEqual(ratios(base, base, 'cpu'), { middle: 1, low: 1, high: 1 });
    assert.equal(ratios(other, base, 'cpu').middle, other.costs[0]!.cpu / base.costs[0]!.cpu);
  });
});

test('a contender that finds something else is refused', async () => {
  const cells = freshCells(await readPlainLevel(), 3);
  const blind = { name: 'blind', prepare: async () => async () => cells.map(() => 'right' as const) };
  assert.throws(() => expectFindings(blind, cells, ['right', 'right', 'right']), /"blind" was expected to find right wrong broken/);
  await assert.rejects(
    playRounds([{ contender: blind, level: await readPlainLevel(), anchor: 'blind' }], 1, 3, () => undefined),
    /"blind"/,
  );
});

test('no two answers are the same', async () => {
  const contents = freshCells(await readPlainLevel(), 12).map((cell) => cell.files[0]!.content);
  assert.equal(new Set(contents).size, 12);
});

test('the median of an even number of values lies between the two in the middle', () => {
  assert.deepEqual([median([3, 1, 2]), median([4, 1, 3, 2])], [2, 2.5]);
  assert.throws(() => median([]), /at least one value/);
});

test('figures of all parts are one table, in their order', () => {
  const figures = new Figures();
  figures.figure('a gap, ms', '45', '≤ 50');
  figures.figure('a start, s', '2.0');
  const lines = figures.table().trimEnd().split('\n');
  assert.deepEqual(
    lines.slice(-2).map((line) => line.trim().split(/ {2,}/)),
    [
      ['a gap, ms', '45', '≤ 50'],
      ['a start, s', '2.0'],
    ],
  );
});
