import { createHash } from 'node:crypto';
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Assets } from '../../core/report/page/document.ts';

const folder = path.resolve(import.meta.dirname, '..', '..', 'core', 'report');
const text = (name: string): string => readFileSync(path.join(folder, name), 'utf8');

/** What the pages are made with: style and script of the report's page, style of trials' pages. */
export interface PageAssets {
  index: Assets;
  trial: { style: string; hash: Assets['hash'] };
  /** Changes with anything in the code that pages are rendered by, so that another version of specgen makes them anew. */
  version: string;
}

export function readAssets(): PageAssets {
  const hash = (content: string) => createHash('sha256').update(content).digest('base64');
  const common = text('page/page.css');
  const sources = globSync('**/*.{ts,css}', { cwd: folder }).sort();
  return {
    index: { style: common + text('page/index.css'), script: text('page/index.js'), hash },
    trial: { style: common + text('trial-page/trial-page.css'), hash },
    version: hash(sources.map(text).join('\0')),
  };
}
