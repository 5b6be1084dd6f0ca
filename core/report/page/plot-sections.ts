import { type Results, ranked } from '../../results.ts';
import type { Drawing } from '../plots/drawing.ts';
import { type PointsPlot, pointsAgainstCost, pointsAgainstTime } from '../plots/points-against.ts';
import { tierProgress } from '../plots/tier-progress.ts';
import type { Telemetry } from '../telemetry.ts';
import { type Content, type Html, html, raw } from './markup.ts';

/** The plots of a sweep, on the page and as files. */
export interface Plots {
  cost: PointsPlot;
  time: PointsPlot;
  tiers: Drawing | null;
}

export function drawPlots(results: Results, telemetry: Telemetry): Plots {
  return { cost: pointsAgainstCost(results, telemetry), time: pointsAgainstTime(results, telemetry), tiers: tierProgress(results) };
}

/** Those that there is something to draw for. */
export function drawingsOf({ cost, time, tiers }: Plots): Drawing[] {
  return [cost.drawing, time.drawing, tiers].filter((drawing) => drawing !== null);
}

/** Points against cost and against time side by side, and the numbers' key. */
export function tradeSection(results: Results, { cost, time }: Plots): Html {
  const key = ranked(results.models).filter(({ total }) => total.percent !== null);
  return html`<div class="plots">${figure(cost, 'Points against cost')}${figure(time, 'Points against time')}</div>
<p>Numbers are places in the leaderboard; vertical lines are 95 % intervals on these levels.</p>
<ol class="key">${key.map(({ model }) => html`<li>${model}</li>`)}</ol>
`;
}

function figure({ drawing, missing }: PointsPlot, title: string): Html {
  const left: Content =
    missing.length > 0 &&
    html`<details${drawing === null && html` open`}><summary>${missing.length} not shown</summary><ul>${missing.map((one) => html`<li>${one}</li>`)}</ul></details>`;
  const drawn = drawing === null ? html`<p>No model has both a total and a number to draw it by.</p>` : raw(drawing.svg);
  return html`<figure><figcaption>${title}</figcaption>${drawn}${left}</figure>\n`;
}

export function tierFigure({ tiers }: Plots): Html {
  return html`<div class="plots"><figure>${tiers === null ? html`<p>Nothing to show yet.</p>` : raw(tiers.svg)}</figure></div>\n`;
}
