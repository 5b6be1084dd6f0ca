import { prepareToolchain } from './prepare.ts';

// Set-up runs this as a program: one clear message for what the user must install.
try {
  const begun = performance.now();
  let last: string | null = null;
  await prepareToolchain((line) => {
    last = line;
    process.stdout.write(`set-up: ${line}\n`);
  });
  if (last !== null) process.stdout.write(`set-up: Go toolchain ready after ${((performance.now() - begun) / 1000).toFixed(1)} s\n`);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
