import assert from 'node:assert/strict';
import { globSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { hostileSweep, hostileTexts } from '../report/hostile.ts';
import { type WrittenReport, writtenReport } from '../report/written-report.ts';
import { launch, openFile } from './browser.ts';

let browser: Browser;
let written: WrittenReport;
before(async () => {
  written = await writtenReport(hostileSweep(), () => hostileTexts);
  browser = await launch();
});
after(async () => {
  await browser.close();
  written.remove();
});

/** Elements that no page of ours has, or has but one of. */
const smuggled = (page: Page): Promise<string[]> =>
  page.evaluate(`(() => {
    const foreign = [...document.querySelectorAll('img, iframe, form, base, link, textarea, main svg script, main style, main script, [onload], [onerror], [onmouseover], [onfocus], a[href^="javascript:"], meta[http-equiv="refresh"]')];
    const ours = document.querySelectorAll('script').length > (document.querySelector('.heat') ? 1 : 0) ? ['a script'] : [];
    return [...foreign.map((element) => element.outerHTML.slice(0, 80)), ...ours];
  })()`);

describe('a response full of HTML and script', () => {
  it('is text on its page: nothing runs, nothing is asked for, every character is there', async () => {
    const pages = globSync('trials/**/*.html', { cwd: written.report });
    assert.equal(pages.length, 8);
    for (const name of pages) {
      const { page, trespasses } = await openFile(browser, path.join(written.report, name));
      assert.equal(await page.evaluate('window.taken'), undefined);
      assert.deepEqual(await smuggled(page), []);
      const shown = await page.locator('main section > pre, main details > pre').evaluateAll((all) => all.map((each) => each.textContent));
      assert.deepEqual(shown, [hostileTexts.output, hostileTexts.code, hostileTexts.response, hostileTexts.reasoning, hostileTexts.prompt]);
      assert.deepEqual(trespasses, []);
      await page.close();
    }
  });

  it('leaves the report itself alone, under a hostile name of a model and title of a level', async () => {
    const { page, trespasses } = await openFile(browser, path.join(written.report, 'index.html'));
    assert.equal(await page.evaluate('window.taken'), undefined);
    assert.deepEqual(await smuggled(page), []);
    await page.locator('table.heat td > *').first().click();
    await page.locator('[popover]:popover-open a').first().click();
    await page.waitForURL(/-1\.html$/);
    assert.deepEqual(trespasses, []);
  });

  it('could not run even unescaped: the policy forbids it', async () => {
    const { page, trespasses } = await openFile(browser, path.join(written.report, 'index.html'));
    await page.evaluate(`document.body.insertAdjacentHTML('beforeend', '<img src="https://example.com/a.png" onerror="window.taken = 1">');
      document.body.append(Object.assign(document.createElement('script'), { textContent: 'window.taken = 1' }))`);
    assert.equal(await page.evaluate('window.taken'), undefined);
    assert.ok(trespasses.some((word) => /Content Security Policy/.test(word)));
    assert.ok(trespasses.includes('refused: https://example.com/a.png, csp'));
  });
});
