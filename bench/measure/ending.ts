/** What is to be undone when the benchmark ends early. Synchronous: it runs while the process ends. */
const undone = new Set<() => void>();

/** Does `work`; `undo` runs afterwards, and also when a signal or the time limit ends the program meanwhile. */
export async function undoing<Result>(undo: () => void, work: () => Promise<Result>): Promise<Result> {
  undone.add(undo);
  try {
    return await work();
  } finally {
    undone.delete(undo);
    undo();
  }
}

function end(code: number): never {
  for (const undo of [...undone].reverse()) undo();
  process.exit(code);
}

/** Ends the program in order on a signal and after so many minutes. */
export function endInOrder(minutes: number): void {
  process.once('SIGINT', () => end(130)).once('SIGTERM', () => end(143));
  const late = () => {
    process.stderr.write(`bench: stopped after ${minutes} minutes; this machine is too busy, or ask for less\n`);
    end(1);
  };
  setTimeout(late, minutes * 60_000).unref();
}
