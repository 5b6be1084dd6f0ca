import assert from 'node:assert/strict';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { madeUpSweep } from '../report/made-up-sweep.ts';
import { type WrittenReport, writtenReport } from '../report/written-report.ts';
import { launch, openAll, openFile } from './browser.ts';
import { faintTexts } from './contrast.ts';

let browser: Browser;
let written: WrittenReport;
before(async () => {
  written = await writtenReport(madeUpSweep({ models: 22, levels: 20, samples: 1 }));
  browser = await launch();
});
after(async () => {
  await browser.close();
  written.remove();
});

const pages = () => [path.join(written.report, 'index.html'), path.join(written.report, 'trials/ollama+phi4+14b/03-made-up-task-1.html')];

/** Pairs of labels of the plots that cover each other, or leave their plot. */
const collisions = (page: Page): Promise<string[]> =>
  page.evaluate(`[...document.querySelectorAll('svg.plot')].flatMap((plot) => {
    const frame = plot.getBoundingClientRect();
    const labels = [...plot.querySelectorAll('text')].filter((text) => text.textContent.trim() !== '');
    const boxes = labels.map((text) => [text.textContent, text.getBoundingClientRect()]);
    const outside = boxes.filter(([, box]) => box.left < frame.left - 1 || box.right > frame.right + 1 || box.top < frame.top - 1 || box.bottom > frame.bottom + 1);
    const inset = 1.5;
    const overlapping = boxes.flatMap(([name, a], index) => boxes.slice(index + 1)
      .filter(([, b]) => a.left + inset < b.right && b.left + inset < a.right && a.top + inset < b.bottom && b.top + inset < a.bottom)
      .map(([other]) => name + ' covers ' + other));
    return [...outside.map(([name]) => name + ' is outside'), ...overlapping];
  })`);

for (const [name, width] of [['a telephone', 390] as const, ['a desktop', 1280] as const]) {
  describe(`the report on ${name}`, () => {
    for (const colorScheme of ['light', 'dark'] as const) {
      it(`is legible in ${colorScheme} colours`, async () => {
        for (const file of pages()) {
          const { page } = await openFile(browser, file, { colorScheme, viewport: { width, height: 800 } });
          assert.deepEqual(await faintTexts(page), []);
          await page.close();
        }
      });
    }
    it('does not scroll sideways as a whole', async () => {
      for (const file of pages()) {
        const { page } = await openFile(browser, file, { viewport: { width, height: 800 } });
        await openAll(page);
        assert.equal(await page.evaluate('document.documentElement.scrollWidth'), width);
        await page.close();
      }
    });
    it('has plots whose labels do not cover each other', async () => {
      const { page } = await openFile(browser, pages()[0]!, { viewport: { width, height: 800 } });
      assert.deepEqual(await collisions(page), []);
    });
  });
}

describe('colours', () => {
  it('follow the scheme that is asked for', async () => {
    const paper = async (colorScheme: 'light' | 'dark') => {
      const { page } = await openFile(browser, pages()[0]!, { colorScheme });
      return page.evaluate('getComputedStyle(document.body).backgroundColor');
    };
    assert.notEqual(await paper('light'), await paper('dark'));
  });
});
