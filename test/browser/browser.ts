import { existsSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';

/** Set-up says in CHROMIUM which one it found. */
function executable(): string {
  const name = process.env.CHROMIUM ?? 'chromium';
  const folders = name.includes('/') ? [''] : (process.env.PATH ?? '').split(':');
  const found = folders.map((folder) => path.join(folder, name)).find((file) => existsSync(file));
  if (found === undefined) throw new Error(`expected the browser ${name}, found none on PATH; install Chromium, or name one in CHROMIUM`);
  return found;
}

/** A browser without a window. Its own sandbox is not to be had as root. */
export function launch(): Promise<Browser> {
  return chromium.launch({ executablePath: executable(), chromiumSandbox: process.getuid?.() !== 0 });
}

/** A page, and what happened that must not: addresses asked for besides the page's own, words on the console, errors, dialogs. */
export interface Watched {
  page: Page;
  trespasses: string[];
}

/** Opens a file and keeps book. */
export async function openFile(browser: Browser, file: string, options: BrowserContextOptions = {}): Promise<Watched> {
  const page = await browser.newPage(options);
  const trespasses: string[] = [];
  page.on('request', (request) => {
    if (!request.isNavigationRequest() || !request.url().startsWith('file://')) trespasses.push(`asked for ${request.url()}`);
  });
  page.on('requestfailed', (request) => trespasses.push(`refused: ${request.url()}, ${request.failure()?.errorText}`));
  page.on('console', (message) => trespasses.push(`console: ${message.text()}`));
  page.on('pageerror', (error) => trespasses.push(`error: ${error.message}`));
  page.on('dialog', (dialog) => {
    trespasses.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  await page.goto(pathToFileURL(file).href);
  return { page, trespasses };
}

/** Unfolds all that is folded. */
export async function openAll(page: Page): Promise<void> {
  await page.evaluate(`document.querySelectorAll('details').forEach((each) => { each.open = true; })`);
}
