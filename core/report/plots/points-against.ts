import { axisX, dot, link, ruleX, text } from '@observablehq/plot';
import { type ModelResult, type Results, ranked } from '../../results.ts';
import type { ModelTelemetry, Telemetry } from '../telemetry.ts';
import { type Drawing, draw } from './drawing.ts';
import { labelPlaces } from './label-places.ts';
import { costTicks, durationTicks, type Ticks } from './ticks.ts';

const size = { width: 520, height: 380, marginLeft: 48, marginBottom: 52, marginTop: 28, marginRight: 16 };
const label = { width: 18, height: 13 };

/** A model as a dot: its place in the leaderboard, what it took, its share of the points and its interval. */
interface Point {
  place: string;
  model: string;
  x: number;
  y: number;
  low: number;
  high: number;
}

/** A plot, or why there is none, and who is not in it. */
export interface PointsPlot {
  drawing: Drawing | null;
  /** Models that are not shown, and why, in words; empty where all are. */
  missing: string[];
}

/** Points against what the responses cost. */
export function pointsAgainstCost(results: Results, telemetry: Telemetry): PointsPlot {
  const words = { name: 'points-against-cost', title: 'Points against cost', axis: 'cost of all responses, US dollars' };
  return pointsAgainst(results, telemetry, ({ costUsd }) => costUsd, 'no known cost', words, costTicks);
}

/** Points against the time that generating took. */
export function pointsAgainstTime(results: Results, telemetry: Telemetry): PointsPlot {
  const words = { name: 'points-against-time', title: 'Points against time', axis: 'generation time of all responses' };
  const time = ({ generationMs, responses }: ModelTelemetry) => (responses === 0 ? null : generationMs);
  return pointsAgainst(results, telemetry, time, 'no known time', words, durationTicks);
}

function pointsAgainst(
  results: Results,
  telemetry: Telemetry,
  taken: (model: ModelTelemetry) => number | null,
  unknown: string,
  { name, title, axis }: { name: string; title: string; axis: string },
  ticks: (low: number, high: number) => Ticks,
): PointsPlot {
  const amounts = new Map(telemetry.models.map((model) => [model.model, taken(model)]));
  const models = ranked(results.models);
  const missing = models.flatMap(({ model, total }) => {
    if (total.percent === null) return [`${model}: no total yet`];
    const amount = amounts.get(model) ?? null;
    return amount === null ? [`${model}: ${unknown}`] : amount > 0 ? [] : [`${model}: 0, which a logarithmic scale has no place for`];
  });
  const points = models.flatMap((model, index) => pointOf(model, index + 1, amounts.get(model.model) ?? null));
  if (points.length === 0) return { drawing: null, missing };
  const description = `Share of the points against ${axis}, on a logarithmic scale; numbers are places in the leaderboard, lines 95 % intervals on these levels. ${points.map(({ place, model }) => `${place} ${model}`).join(', ')}.`;
  return { drawing: scatter(points, { name, title, description }, axis, ticks), missing };
}

function pointOf({ model, total }: ModelResult, place: number, amount: number | null): Point[] {
  if (total.percent === null || amount === null || amount <= 0) return [];
  const { low = total.percent, high = total.percent } = total.onTheseLevels ?? {};
  return [{ place: String(place), model, x: amount, y: total.percent, low, high }];
}

function scatter(points: Point[], words: Omit<Drawing, 'svg'>, axis: string, ticks: (low: number, high: number) => Ticks): Drawing {
  const amounts = points.map(({ x }) => x);
  const domain = [Math.min(...amounts) / 1.4, Math.max(...amounts) * 1.4] as const;
  const { values, name } = ticks(...domain);
  const options = {
    ...size,
    x: { type: 'log' as const, domain, label: axis },
    y: { domain: [0, 100], label: '% of the points', grid: true },
  };
  const { scales } = draw(words, { ...options, marks: [dot(points, { x: 'x', y: 'y' })] });
  const places = labelPlaces(
    points.map(({ x, y }) => ({ x: scales.x.apply(x), y: scales.y.apply(y) })),
    label,
    { left: size.marginLeft, top: 4, right: size.width - 2, bottom: size.height - size.marginBottom },
  );
  const labelled = points.map((point, index) => {
    const { x, y } = places[index]!;
    return { ...point, labelX: scales.x.invert(x), labelY: scales.y.invert(y) };
  });
  const { svg } = draw(words, {
    ...options,
    marks: [
      // a logarithmic axis of its own accord names only some ticks
      axisX(values, { text: name, tickPadding: 7, labelOffset: 46 }),
      ruleX(labelled, { x: 'x', y1: 'low', y2: 'high', strokeOpacity: 0.35 }),
      link(labelled, { x1: 'x', y1: 'y', x2: 'labelX', y2: 'labelY', strokeOpacity: 0.35 }),
      dot(labelled, { x: 'x', y: 'y', r: 3.5, fill: 'currentColor' }),
      text(labelled, { x: 'labelX', y: 'labelY', text: 'place', fontSize: 13, fontWeight: 600 }),
    ],
  });
  return { ...words, svg };
}
