import type { TestStack } from '../../test/e2e/stack.ts';

/** For an early end; after an orderly one there is nothing left to kill. */
export function endNow(stack: TestStack): void {
  try {
    stack.killAll();
  } catch {
    // it is down
  }
}
