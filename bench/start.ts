import { execa } from 'execa';
import type { Report } from './measure/figures.ts';
import { measure } from './measure/measure.ts';
import { withStack } from './measure/stack.ts';

const setUp = `import { setUp } from '${new URL('../setup/steps.mjs', import.meta.url).href}'; setUp();`;

/** What a start costs where everything has been fetched: set-up that finds it all, and a stack until its workers poll. */
export async function benchStart(report: Report): Promise<void> {
  const { cost: looked } = await measure(() => execa(process.execPath, ['--input-type=module', '--eval', setUp]));
  report.figure('set-up with nothing to do, s', looked.wall.toFixed(1));
  const { cost } = await withStack((stack) => measure(() => stack.mustDo('up')));
  report.figure('specgen up until ready, s', cost.wall.toFixed(1));
}
