import type { SweepRecord } from '../../core/report/sweep-record.ts';
import { madeUpSweep } from './made-up-sweep.ts';
import type { StoredTexts } from './stored-sweep.ts';

/** All ways out of text into markup that come to mind; `part` tells where it stood. */
export const attack = (part: string): string =>
  [
    `\n</pre></td></table></section></main></style></title></textarea></script>--><!-- ]]>`,
    `<script>window.taken = '${part}'; alert('${part}')</script>`,
    `<img src=x onerror="window.taken='${part}'"><svg onload="window.taken='${part}'"><script>window.taken=1</script></svg>`,
    `<iframe srcdoc="<script>parent.taken='${part}'</script>"></iframe><a href="javascript:window.taken='${part}'">link</a>`,
    `<meta http-equiv="refresh" content="0;url=https://example.com/${part}"><base href="https://example.com/">`,
    `<link rel="stylesheet" href="https://example.com/a.css"><style>body{display:none}</style><form action="https://example.com"><button autofocus>go</button></form>`,
    `" onmouseover="window.taken='${part}'" ' autofocus onfocus='window.taken=1' &lt;b&gt; &amp; \${window.taken} {{7*7}} \u2028 \t end`,
  ].join('\n');

export const hostileTexts: StoredTexts = {
  prompt: attack('prompt'),
  response: attack('response'),
  reasoning: attack('reasoning'),
  code: attack('code'),
  output: attack('output'),
};

const short = '"><script>window.taken=1</script><img src=x onerror=window.taken=1>';

/** A sweep of which the first trial, its model and its level's title are hostile. */
export function hostileSweep(): SweepRecord {
  const record = madeUpSweep({ models: 2, levels: 2, samples: 2 });
  const named = `ollama:${short}`;
  const [first] = record.models;
  const rename = (model: string) => (model === first ? named : model);
  const trials = record.trials.map((trial) => ({
    ...trial,
    model: rename(trial.model),
    metadata: trial.metadata && {
      ...trial.metadata,
      model: rename(trial.model),
      rawStopReason: short,
      requestIds: [short],
      unsupported: { seed: short },
    },
    observations: [{ what: 'dropped-file', detail: short }],
    score: trial.score && {
      ...trial.score,
      checks: trial.score.checks.map((check) => (check.verdict === 'fail' ? { ...check, detail: attack('detail') } : check)),
    },
  }));
  const levels = record.levels.map((level) => ({
    ...level,
    title: `${level.title} ${short}`,
    checks: level.checks.map((check) => ({ ...check, title: short })),
  }));
  return { ...record, levels, models: record.models.map(rename), trials };
}
