/** A count that draws over itself on a terminal's standard error; silent elsewhere, so that logs stay readable. */
export function counter(what: string): (done: number, total: number) => void {
  if (!process.stderr.isTTY) return () => undefined;
  return (done, total) => {
    process.stderr.write(`\r${what} ${done}/${total}${done === total ? '\n' : ''}`);
  };
}
