import type { TestStack } from '../../test/e2e/stack.ts';

/** Every process of a stack, its supervisor too. */
export function processesOf(stack: TestStack): { name: string; pid: number }[] {
  const { processes, supervisor } = stack.state();
  return [...processes, { name: 'supervisor', pid: supervisor.pid }];
}

/** For an early end; after an orderly one there is nothing left to kill. */
export function endNow(stack: TestStack): void {
  try {
    stack.killAll();
  } catch {
    // it is down
  }
}
