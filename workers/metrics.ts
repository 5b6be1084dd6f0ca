/** In the order of their ports. */
const programs = ['orchestrator', 'generation', 'grading'];

const variable = 'SPECGEN_METRICS';

/** Address and port of the first program → where this one is scraped. */
function placeOf(program: string, text: string): string {
  const [, ip, port] = /^(\d+\.\d+\.\d+\.\d+):(\d{1,5})$/.exec(text) ?? [];
  const own = Number(port) + programs.indexOf(program);
  if (ip && own <= 65_535) return `${ip}:${own}`;
  throw new Error(`${variable}: expected an address and a port such as 127.0.0.1:9464, found "${text}"`);
}

/**
 * Telemetry options by which a program's metrics can be scraped in Prometheus' format, where SPECGEN_METRICS asks for that. Each program of
 * a host has a port of its own: the named one, the next, and the one after that.
 */
export function metricsOptions(program: string) {
  const text = process.env[variable];
  if (!text) return {};
  const prometheus = { bindAddress: placeOf(program, text), countersTotalSuffix: true, unitSuffix: true, useSecondsForDurations: true };
  return { metrics: { globalTags: { program }, prometheus } };
}
