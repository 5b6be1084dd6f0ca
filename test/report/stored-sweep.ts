import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { LevelRecord, SweepRecord, TrialRecord } from '../../core/report/sweep-record.ts';
import { readSweepInput } from '../../core/sweep-input.ts';
import { readLevel } from '../../storage/levels.ts';
import { trialFolder } from '../../storage/trials/folders.ts';

export interface StoredTexts {
  prompt: string;
  response: string;
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

function writeLevel(specs: string, { name, title, tier, points, checks }: LevelRecord): void {
  const folder = path.join(specs, name);
  mkdirSync(folder, { recursive: true });
  const format = {
    ...{ title, tier, points, canary: '3b241101-e2bb-4255-8caf-4136c566a962', packages: [{ path: 'task' }] },
    ...{ files: { required: ['task.go'] }, imports: [], unchangedEarns: 0, checks },
  };
  writeFileSync(path.join(folder, 'level.json'), JSON.stringify(format));
  writeFileSync(path.join(folder, 'spec.md'), `# ${title}\n`);
}

function writeTrial(output: string, sweep: string, trial: TrialRecord, texts: StoredTexts): void {
  const folder = trialFolder(output, { sweep, ...trial });
  mkdirSync(path.join(folder, 'answer'), { recursive: true });
  const write = (name: string, content: unknown) =>
    writeFileSync(path.join(folder, name), typeof content === 'string' ? content : JSON.stringify(content, null, 2));
  if (trial.metadata === null) {
    if (trial.trouble !== undefined) write('trouble.json', { reason: trial.trouble });
    return;
  }
  write('prompt.md', texts.prompt);
  write('response.md', texts.response);
  write('metadata.json', trial.metadata);
  write('answer/task.go', texts.code);
  write('extract.json', { files: ['task.go'], observations: trial.observations });
  if (trial.score === null) return;
  write('compile.json', { key: trial.buildKey, build: 'built', output: texts.output, verdicts: {}, unsandboxed: false });
  write('score.json', trial.score);
}

/** Lays a sweep out below `folder` as a run would have; returns its `output` folder and that of its levels. */
export async function storeSweep(
  folder: string,
  record: SweepRecord,
  textsOf: (trial: TrialRecord) => StoredTexts,
): Promise<{ output: string; specs: string }> {
  const [output, specs] = [path.join(folder, 'output'), path.join(folder, 'specs')];
  for (const level of record.levels) writeLevel(specs, level);
  writeFileSync(path.join(specs, 'footer.md'), 'Answer in files.\n');
  for (const trial of record.trials) writeTrial(output, record.sweep, trial, textsOf(trial));
  const levels = await Promise.all(record.levels.map(({ name }) => readLevel(specs, name)));
  const planned = levels.map(({ number, name, hash, points }) => ({ number, name, hash, points, promptBytes: 0 }));
  const { samples } = record.input;
  const sweep = {
    ...{ format: 1, sweep: record.sweep, input: readSweepInput({ models: record.models, samples, specs }), levels: planned },
    ...{ versions: record.versions, models: record.models.map((id) => ({ id, identity: { provider: 'ollama', model: id } })) },
  };
  writeFileSync(path.join(output, record.sweep, 'sweep.json'), JSON.stringify(sweep));
  return { output, specs };
}
