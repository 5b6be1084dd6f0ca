import { run, step, systemPackages } from './run.mjs';

/** The browser that tests drive: $CHROMIUM, else what is on PATH; null if there is none. */
export function findChromium() {
  const names = [process.env.CHROMIUM, 'chromium', 'chromium-browser', 'google-chrome'];
  return names.find((name) => name && run(name, ['--version']).ok) ?? null;
}

/** Only tests look at a report in a browser; nothing else of specgen needs one. */
export function installChromium() {
  step(
    'Chromium, in which tests look at the report',
    () => findChromium() !== null,
    () => systemPackages(['chromium'], 'Chromium is missing, in which test/browser looks at the report (CHROMIUM may name one)'),
  );
}
