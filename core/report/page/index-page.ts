import MarkdownIt from 'markdown-it';
import type { Results } from '../../results.ts';
import { differenceNote, differenceTable, undecided } from '../differences.ts';
import { gradingLines } from '../grading.ts';
import { leaderboardTable } from '../leaderboard.ts';
import { checkTable, levelNote } from '../level-analysis.ts';
import { missedTable } from '../missed-checks.ts';
import { costTable, identityTable, levelTable, readingNotes, settingLines } from '../settings.ts';
import type { LevelRecord, SweepRecord } from '../sweep-record.ts';
import type { Telemetry } from '../telemetry.ts';
import { tierNote, tierTable } from '../tiers.ts';
import { responseTable, troubleItems } from '../trouble.ts';
import { type Assets, renderDocument } from './document.ts';
import { heatMap } from './heat-map.ts';
import { type Content, type Html, html, raw } from './markup.ts';
import { type Plots, tierFigure, tradeSection } from './plot-sections.ts';
import { htmlTable } from './table.ts';
import type { ModelFolders } from './trial-place.ts';

/** What `index.html` is made from; all of it derives from the record. */
export interface ReportParts {
  record: SweepRecord;
  results: Results;
  telemetry: Telemetry;
  plots: Plots;
  folders: ModelFolders;
}

// without HTML in Markdown: what is no markup of Markdown comes out escaped
const markdown = new MarkdownIt('commonmark', { html: false });

interface Section {
  id: string;
  title: string;
  content: Content;
}

/** `index.html` of a sweep, finished or not: all numbers on one page that needs nothing else. */
export function renderIndex(parts: ReportParts, assets: Assets): string {
  const { record } = parts;
  const sections = sectionsOf(parts);
  const body = html`<a class="skip" href="#main">To the report</a>
<header><h1>Sweep ${record.sweep}</h1>
<nav aria-label="Sections"><ul>${sections.map(({ id, title }) => html`<li><a href="#${id}">${title}</a></li>`)}</ul></nav></header>
<main id="main">
${notices(record)}${sections.map(({ id, title, content }) => html`<section aria-labelledby="${id}"><h2 id="${id}">${title}</h2>\n${content}</section>\n`)}</main>
`;
  return renderDocument(`Sweep ${record.sweep}`, body, assets);
}

function sectionsOf({ record, results, telemetry, plots, folders }: ReportParts): Section[] {
  const lead = 'Leaderboard, best model first';
  return [
    {
      id: 'leaderboard',
      title: 'Leaderboard',
      content: [
        htmlTable(leaderboardTable(results), { caption: lead, rowHead: 1, sortable: true }),
        html`<p>${readingNotes(record).trim()}</p>\n`,
      ],
    },
    ...(results.models.length < 2 ? [] : [{ id: 'differences', title: 'Which differences are real', content: differences(results) }]),
    { id: 'heat-map', title: 'Models and levels', content: heatMap(record, results, folders) },
    { id: 'trade', title: 'Points against cost and time', content: tradeSection(results, plots) },
    {
      id: 'tiers',
      title: 'Tiers and full marks',
      content: [
        tierFigure(plots),
        html`<p>${tierNote(results)}</p>\n`,
        htmlTable(tierTable(results), { caption: 'Percent of each tier', rowHead: 0, sortable: true }),
      ],
    },
    {
      id: 'levels',
      title: 'Levels',
      content: [html`<p>${levelNote(results)}</p>\n`, results.levels.map((level) => levelDetails(level, results))],
    },
    {
      id: 'missed',
      title: 'Checks that models miss',
      content: htmlTable(missedTable(results), { caption: 'Over all models, the least often passed first', rowHead: 0 }),
    },
    { id: 'responses', title: 'Responses', content: htmlTable(responseTable(results), { caption: 'How responses ended', rowHead: 0 }) },
    { id: 'grading', title: 'Grading', content: list(gradingLines(record).map((line) => raw(markdown.renderInline(line)))) },
    { id: 'infrastructure', title: 'Infrastructure', content: list(troubleItems(record, results)) },
    {
      id: 'cost',
      title: 'Time, tokens, cost',
      content: htmlTable(costTable(telemetry), { caption: 'What the responses took', rowHead: 0 }),
    },
    { id: 'settings', title: 'Settings', content: settings(record, results) },
  ];
}

function differences(results: Results): Content {
  const table = differenceTable(results);
  return [
    table.rows.length > 0 && [
      html`<p>${differenceNote(results)}</p>\n`,
      htmlTable(table, { caption: 'Each model against the next one', rowHead: 0 }),
    ],
    list(undecided(results)),
  ];
}

function notices({ trials }: SweepRecord): Content {
  const open = trials.filter((trial) => trial.score?.earned == null).length;
  const unsafe = trials.filter((trial) => trial.unsandboxed).length;
  return [
    open > 0 &&
      html`<p class="notice">${open} of ${trials.length} trials are not scored, or not yet: see <a href="#infrastructure">Infrastructure</a>.</p>\n`,
    unsafe > 0 &&
      html`<p class="notice"><strong>Graded without a sandbox:</strong> ${unsafe} of ${trials.length} trials ran with <code>--unsafe-no-sandbox</code>. Their code could have forged its verdicts.</p>\n`,
  ];
}

function levelDetails(level: LevelRecord, results: Results): Html {
  const title = `L${level.number} ${level.title}`;
  return html`<details><summary>${title} <small>${level.tier}, ${level.points} points</small></summary>
${htmlTable(checkTable(level, results), { caption: `Checks of ${title}`, rowHead: 0 })}</details>\n`;
}

function settings(record: SweepRecord, results: Results): Content {
  return [
    list(settingLines(record)),
    htmlTable(identityTable(results), { caption: 'What each model answered as', rowHead: 0 }),
    htmlTable(levelTable(results), { caption: 'Version of each level', rowHead: 0 }),
  ];
}

function list(items: Content[]): Html {
  return items.length === 0 ? html`<p>None.</p>\n` : html`<ul>${items.map((item) => html`<li>${item}</li>`)}</ul>\n`;
}
