import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { SweepRecord, TrialRecord } from '../../core/report/sweep-record.ts';
import { readSweepInput } from '../../core/sweep-input.ts';
import { trialKey } from '../../storage/trials/keys.ts';

export interface StoredTexts {
  prompt: string;
  response: string;
  reasoning?: string;
  code: string;
  output: string;
}

const line = 'for index, value := range values { total += value * weights[index] } // <- a line & its comment\n';

/** Texts as long as usual ones: 4 KB of prompt, 6 KB of response, of which 4 KB are code. */
export const usualTexts = (trial: TrialRecord): StoredTexts => {
  const code = `package task\n\n${line.repeat(40)}`;
  return {
    prompt: `Task ${trial.level}\n\n${'The function shall return an error when its argument is negative. '.repeat(60)}\n`,
    response: `## Findings\n\n- R1 is unclear, ${trial.model} thinks\n\n\`\`\`go\n// file: task.go\n${code}\`\`\`\n${'And so it is done. '.repeat(100)}\n`,
    code,
    output: '',
  };
};

function writeTrial(output: string, sweep: string, trial: TrialRecord, texts: StoredTexts): void {
  const folder = path.join(output, trialKey({ sweep, ...trial }));
  mkdirSync(path.join(folder, 'answer'), { recursive: true });
  const write = (name: string, content: unknown) =>
    writeFileSync(path.join(folder, name), typeof content === 'string' ? content : JSON.stringify(content, null, 2));
  if (trial.metadata === null) {
    if (trial.trouble !== undefined) write('trouble.json', { reason: trial.trouble });
    return;
  }
  write('prompt.md', texts.prompt);
  write('response.md', texts.response);
  if (texts.reasoning !== undefined) write('reasoning.md', texts.reasoning);
  write('metadata.json', trial.metadata);
  write('answer/task.go', texts.code);
  write('extract.json', { files: ['task.go'], observations: trial.observations });
  if (trial.score === null) return;
  write('compile.json', { key: trial.buildKey ?? 'built', build: 'built', output: texts.output, verdicts: {}, unsandboxed: false });
  write('score.json', trial.score);
}

/** Lays a sweep out in the folder `output` as a run would have. */
export function storeSweep(output: string, record: SweepRecord, textsOf: (trial: TrialRecord) => StoredTexts): void {
  for (const trial of record.trials) writeTrial(output, record.sweep, trial, textsOf(trial));
  const { sweep, levels, versions, scoredAgain } = record;
  const { samples } = record.input;
  const file = {
    ...{ format: 2, sweep, input: readSweepInput({ models: record.models, samples }), levels },
    ...{ versions, scoredAgain, models: record.models.map((id) => ({ id, identity: { provider: 'ollama', model: id } })) },
  };
  writeFileSync(path.join(output, sweep, 'sweep.json'), JSON.stringify(file));
}
