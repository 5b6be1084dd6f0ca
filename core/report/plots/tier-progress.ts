import { dot, ruleY, text } from '@observablehq/plot';
import type { Tier } from '../../level.ts';
import { type Results, ranked } from '../../results.ts';
import { tiers } from '../summary.ts';
import { type Drawing, draw } from './drawing.ts';

const signs: Record<Tier, { symbol: 'circle' | 'square' | 'triangle'; letter: string; filled: boolean; r: number }> = {
  core: { symbol: 'circle', letter: '●', filled: true, r: 4.5 },
  advanced: { symbol: 'square', letter: '□', filled: false, r: 5 },
  expert: { symbol: 'triangle', letter: '▲', filled: true, r: 4.5 },
};

/** Names longer than this would leave the plot; the tables have them whole. */
const longestName = 58;

/** How each model fares from tier to tier, best model first; null where no model has a tier's total yet. */
export function tierProgress(results: Results): Drawing | null {
  const present = tiers.filter((tier) => results.levels.some((level) => level.tier === tier));
  const models = ranked(results.models).map(({ model, tiers: of }, index) => {
    const name = [...model].length > longestName ? `${[...model].slice(0, longestName - 1).join('')}…` : model;
    const reached = present
      .flatMap((tier) => ({ tier, percent: of[tier]?.percent ?? [] }))
      .filter(({ percent }) => typeof percent === 'number');
    return { row: index, name: `${index + 1} ${name}`, reached: reached as { tier: Tier; percent: number }[] };
  });
  const reached = models.flatMap(({ row, reached: all }) => all.map((one) => ({ row, ...one })));
  if (reached.length === 0) return null;
  const legend = present.map((tier) => `${signs[tier].letter} ${tier}`).join('   ');
  return draw(
    {
      name: 'tier-progress',
      title: 'Progress through the tiers',
      description: `Share of each tier's points by model: ${present.join(', ')}. The table "Tiers and full marks" has the same numbers.`,
    },
    {
      width: 520,
      height: 72 + 34 * models.length,
      marginLeft: 8,
      marginRight: 14,
      marginTop: 44,
      marginBottom: 28,
      x: { domain: [0, 100], label: null, axis: 'both', grid: true },
      y: { domain: models.map(({ row }) => row), type: 'band', axis: null, padding: 0 },
      marks: [
        text([`${legend}   – % of the tier's points`], { frameAnchor: 'top-left', dy: -40, fontSize: 13, textAnchor: 'start' }),
        ruleY(models, { y: 'row', dy: 8, strokeOpacity: 0.2 }),
        ruleY(
          models.filter(({ reached: all }) => all.length > 0),
          { y: 'row', x1: ({ reached: all }) => Math.min(...percents(all)), x2: ({ reached: all }) => Math.max(...percents(all)), dy: 8 },
        ),
        text(models, { y: 'row', text: 'name', frameAnchor: 'left', textAnchor: 'start', dy: -7, fontSize: 13 }),
        ...present.map((tier) =>
          dot(
            reached.filter((one) => one.tier === tier),
            {
              x: 'percent',
              y: 'row',
              dy: 8,
              symbol: signs[tier].symbol,
              r: signs[tier].r,
              stroke: 'currentColor',
              fill: signs[tier].filled ? 'currentColor' : 'none',
            },
          ),
        ),
      ],
    },
  );
}

const percents = (reached: { percent: number }[]): number[] => reached.map(({ percent }) => percent);
