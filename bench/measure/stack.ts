import { rmSync } from 'node:fs';
import { TestStack } from '../../test/e2e/stack.ts';
import { undoing } from './ending.ts';

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

/** A stack of its own for `work`, of which nothing is left afterwards, nor when a signal or the time limit ends the program meanwhile. */
export async function withStack<Result>(
  work: (stack: TestStack) => Promise<Result>,
  environment: Record<string, string> = {},
): Promise<Result> {
  const stack = await TestStack.create(environment);
  const abandon = () => {
    endNow(stack);
    rmSync(stack.home, { recursive: true, force: true });
  };
  return undoing(abandon, async () => {
    try {
      return await work(stack);
    } finally {
      await stack.close();
    }
  });
}
