import assert from 'node:assert/strict';
import { copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { madeUpSweep } from '../report/made-up-sweep.ts';
import { type WrittenReport, writtenReport } from '../report/written-report.ts';
import { launch, openAll, openFile } from './browser.ts';

const record = madeUpSweep({ models: 22, levels: 20, samples: 2 });
let browser: Browser;
let written: WrittenReport;
before(async () => {
  written = await writtenReport(record);
  browser = await launch();
});
after(async () => {
  await browser.close();
  written.remove();
});

const index = () => path.join(written.report, 'index.html');
const modelOf = (label: string) => /, (.*) on L/.exec(label)?.[1];
const firstCell = (page: Page) => page.locator('table.heat tbody tr:first-child td:nth-of-type(1) > *');

describe('the report in a browser', () => {
  it('asks the network for nothing and has no word on the console', async () => {
    const { page, trespasses } = await openFile(browser, index());
    await openAll(page);
    assert.deepEqual(trespasses, []);
  });

  it('works away from the files beside it', async (t) => {
    const folder = mkdtempSync(path.join(tmpdir(), 'specgen-alone-'));
    t.after(() => rmSync(folder, { recursive: true }));
    copyFileSync(index(), path.join(folder, 'index.html'));
    const { page, trespasses } = await openFile(browser, path.join(folder, 'index.html'));
    assert.equal(await page.locator('svg').count(), 3);
    assert.equal(await page.locator('table.heat tbody td').count(), 22 * 20);
    assert.deepEqual(trespasses, []);
  });

  it('opens a trial from the heat map', async () => {
    const { page, trespasses } = await openFile(browser, index());
    await firstCell(page).click();
    const list = page.locator('[popover]:popover-open');
    assert.equal(await list.count(), 1);
    await list.getByRole('link', { name: 'sample 2' }).click();
    await page.waitForURL(/\/01-made-up-task-2\.html$/);
    assert.match(await page.locator('h1').innerText(), /^L1 Made-up task 1, sample 2$/);
    const told = await page.locator('main').innerText();
    for (const part of ['Findings', 'for index, value := range values', 'does what R1 asks for']) assert.ok(told.includes(part), part);
    await page.getByText('What the model was asked').click();
    assert.ok(await page.getByText('Task 01-made-up-task').isVisible());
    await page.getByRole('link', { name: 'Sweep made-up' }).first().click();
    await page.waitForURL(/index\.html$/);
    assert.deepEqual(trespasses, []);
  });

  it("shows the reasons of failing checks on a trial's page", async () => {
    const failing = record.trials.find(({ score }) =>
      score?.checks.some((check) => check.verdict === 'fail' && check.reason === 'compile-error'),
    )!;
    const folder = failing.model.replaceAll(':', '+').replaceAll('/', '~');
    const { page } = await openFile(browser, path.join(written.report, 'trials', folder, `${failing.level}-${failing.sample}.html`));
    const row = page.getByRole('row', { name: /^a does what/ });
    assert.match(await row.innerText(), /compile-error[\s\S]*answer\.go:3:7: undefined: x/);
    assert.match(await page.getByRole('row', { name: /^b does what/ }).innerText(), /needs a/);
  });

  it('is used by keyboard alone', async () => {
    const { page } = await openFile(browser, index());
    const focused = () =>
      page.evaluate('document.activeElement.getAttribute("aria-label") ?? document.activeElement.textContent') as Promise<string>;
    await page.locator('table.heat').locator('xpath=..').focus();
    await page.keyboard.press('Tab');
    const cell = await focused();
    assert.match(cell, / on L1 Made-up task 1$/);
    await page.keyboard.press('ArrowRight');
    const right = await focused();
    assert.match(right, / on L2 Made-up task 2$/);
    await page.keyboard.press('ArrowDown');
    const below = await focused();
    assert.match(below, / on L2 Made-up task 2$/);
    assert.notEqual(modelOf(below), modelOf(right));
    await page.keyboard.press('End');
    assert.match(await focused(), / on L20 Made-up task 20$/);
    await page.keyboard.press('ArrowRight');
    assert.match(await focused(), / on L20 Made-up task 20$/);
    await page.keyboard.press('Control+Home');
    assert.equal(await focused(), cell);
    await page.keyboard.press('Enter');
    assert.match(await focused(), /^sample 1: /);
    await page.keyboard.press('Escape');
    assert.equal(await focused(), cell);
    await page.keyboard.press('Tab');
    assert.doesNotMatch(await focused(), / on L\d/);
    await page.keyboard.press('Shift+Tab');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Enter');
    await page.waitForURL(/-1\.html$/);
  });

  it('sorts the leaderboard by any column, and says so', async () => {
    const { page } = await openFile(browser, index());
    const board = page.locator('table[data-sortable]').first();
    const column = (name: number) => board.locator(`tbody tr > :nth-child(${name})`).allInnerTexts();
    const best = await column(2);
    const percent = board.getByRole('columnheader', { name: '%' });
    const numbers = async () => (await column(4)).map(Number);
    await percent.getByRole('button').focus();
    await page.keyboard.press('Enter');
    assert.equal(await percent.getAttribute('aria-sort'), 'descending');
    assert.deepEqual(await column(2), best);
    await page.keyboard.press('Enter');
    assert.equal(await percent.getAttribute('aria-sort'), 'ascending');
    assert.deepEqual(
      await numbers(),
      (await numbers()).toSorted((a, b) => a - b),
    );
    const model = board.getByRole('columnheader', { name: 'model' });
    await model.getByRole('button').click();
    assert.equal(await model.getAttribute('aria-sort'), 'ascending');
    assert.equal(await percent.getAttribute('aria-sort'), null);
    assert.notDeepEqual(await column(2), best);
  });

  it('opens trials without scripts, too', async () => {
    const context = await browser.newContext({ javaScriptEnabled: false });
    const page = await context.newPage();
    await page.goto(`file://${index()}`);
    await firstCell(page).click();
    await page
      .getByRole('link', { name: /^sample 1: / })
      .first()
      .click();
    await page.waitForURL(/\/01-made-up-task-1\.html$/);
    await context.close();
  });

  it('has the same numbers in the heat map as in results.json', async () => {
    const { page } = await openFile(browser, index());
    const { models } = JSON.parse(readFileSync(path.join(written.report, 'results.json'), 'utf8'));
    const rows = await page
      .locator('table.heat tbody tr')
      .evaluateAll((all) => all.map((row) => [...row.children].map((cell) => cell.textContent ?? '')));
    for (const [model, ...cells] of rows) {
      const levels = Object.values(models.find((each: { model: string }) => each.model === model).levels) as { earned: number }[];
      assert.deepEqual(
        cells.map(Number),
        levels.map(({ earned }) => Number(earned.toFixed(1))),
      );
    }
  });
});
