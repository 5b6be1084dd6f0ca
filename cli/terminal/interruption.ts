import { exit } from '../exit.ts';

/**
 * A promise that the first Ctrl-C keeps; the second one ends the program at once. `release` gives Ctrl-C back its usual
 * meaning.
 */
export function interruption(): { asked: Promise<void>; release: () => void } {
  let stop: () => void = () => undefined;
  const asked = new Promise<void>((resolve) => {
    stop = resolve;
  });
  const second = () => process.exit(exit.interrupted);
  const first = () => {
    process.once('SIGINT', second);
    stop();
  };
  process.once('SIGINT', first);
  return {
    asked,
    release: () => {
      process.off('SIGINT', first);
      process.off('SIGINT', second);
    },
  };
}
