import { Command } from 'commander';
import type { CheckKind, Level } from '../../core/level.ts';
import { textTable } from '../../core/report/table.ts';
import { readLevels } from '../../storage/levels.ts';
import { ownSpecs } from '../../storage/places.ts';
import { UserError } from '../exit.ts';

export const levelsCommand = (): Command =>
  new Command('levels')
    .description('the levels: what each asks, and for how many points')
    .option('--specs <folder>', 'a collection of your own')
    .option('--json', 'print them as JSON')
    .action(async ({ specs = ownSpecs(), json }: { specs?: string; json?: boolean }) => {
      const levels = await readLevels(specs).catch((error: Error) => {
        throw new UserError(`no levels can be read from ${specs}: ${error.message}`);
      });
      process.stdout.write(json ? `${JSON.stringify(levels.map(facts), null, 2)}\n` : table(levels));
    });

const facts = ({ number, name, title, tier, points, hash, checks }: Level) => ({
  ...{ number, name, title, tier, points, hash },
  checks: checks.map(({ id, kind, points: worth, title: asked }) => ({ id, kind, points: worth, title: asked })),
});

function table(levels: Level[]): string {
  const rows = levels.map((level) => [`L${level.number}`, level.title, level.tier, String(level.points), kinds(level)]);
  const points = levels.reduce((sum, level) => sum + level.points, 0);
  const heads = ['level', 'title', 'tier', 'points', 'by kind of check'];
  const columns = heads.map((head) => ({ head, align: head === 'points' ? ('right' as const) : ('left' as const) }));
  return `${textTable(columns, rows)}\n${levels.length} levels, ${points} points\n`;
}

/** `test 4, pattern 1`: points of each kind, the most first. */
function kinds({ checks }: Level): string {
  const sums = new Map<CheckKind, number>();
  for (const { kind, points } of checks) sums.set(kind, (sums.get(kind) ?? 0) + points);
  const order = [...sums].sort(([, a], [, b]) => b - a);
  return order.map(([kind, points]) => `${kind} ${points}`).join(', ');
}
