import { renderDocument } from '../page/document.ts';
import { type Content, type Html, html } from '../page/markup.ts';
import { earnedWords } from '../page/trial-words.ts';
import type { LevelRecord, TrialRecord } from '../sweep-record.ts';
import { answerSection, compilerSection, promptSection, reasoningSection, responseSection } from './text-sections.ts';
import { attemptTable, facts } from './trial-facts.ts';
import type { TrialTexts } from './trial-texts.ts';
import { verdictTable } from './verdict-table.ts';

/** Another page, by its relative address. */
export interface PageLink {
  address: string;
  words: string;
}

/** Where a trial's page leads to. */
export interface TrialLinks {
  index: string;
  previous: PageLink | null;
  next: PageLink | null;
}

export interface TrialPage {
  sweep: string;
  level: LevelRecord;
  trial: TrialRecord;
  texts: TrialTexts;
  links: TrialLinks;
}

/** The page of one trial: everything that its score rests on, shown as text whatever it holds. */
export function renderTrialPage(
  { sweep, level, trial, texts, links }: TrialPage,
  assets: { style: string; hash: (text: string) => string },
): string {
  const title = `L${level.number} ${level.title}, sample ${trial.sample}`;
  const body = html`<header>${navigation(sweep, links)}
<h1>${title}</h1>
<p><strong>${trial.model}</strong>: ${earnedWords(trial, level.points)}</p></header>
<main>
${facts(trial, level)}${section('checks', 'Checks', verdictTable(level, trial))}${section('compiler', 'Compiler', compilerSection(texts))}${section('answer', 'Answer', answerSection(texts))}${section('response', 'Response', responseSection(texts))}${texts.reasoning !== null && section('reasoning', 'Reasoning', reasoningSection(texts.reasoning))}${section('prompt', 'Prompt', promptSection(texts))}${section('attempts', 'Requests', attemptTable(trial))}</main>
<footer>${navigation(sweep, links)}</footer>
`;
  return renderDocument(`${title}: ${trial.model}`, body, assets);
}

function section(id: string, title: string, content: Content): Html {
  return html`<section aria-labelledby="${id}"><h2 id="${id}">${title}</h2>\n${content}</section>\n`;
}

function navigation(sweep: string, { index, previous, next }: TrialLinks): Html {
  const link = (each: PageLink | null, words: string, relation: string) =>
    each !== null && html`<li><a href="${each.address}" rel="${relation}">${words} ${each.words}</a></li>`;
  return html`<nav aria-label="Trials"><ul><li><a href="${index}">Sweep ${sweep}</a></li>${link(previous, '←', 'prev')}${link(next, '→', 'next')}</ul></nav>`;
}
