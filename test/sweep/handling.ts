import type { Handling } from '../../core/sweep-plan.ts';

/** What a sweep file says by default, but for limits on silence that no test reaches. */
export const handling: Handling = { onCut: 'continue', stall: { firstTokenSeconds: 60, nextTokenSeconds: 60 }, reuse: true };
