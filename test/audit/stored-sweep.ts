import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { builtinAnswer } from '../../activities/builtin-answers.ts';
import { writeReport } from '../../activities/report.ts';
import { beginSweepFile } from '../../activities/sweep-file.ts';
import { TrialFiles } from '../../activities/trial-files.ts';
import type { Auditing } from '../../audit/verify.ts';
import { renderPrompt } from '../../core/prompt.ts';
import { levelRecord } from '../../core/report/sweep-record.ts';
import { readSweepInput } from '../../core/sweep-input.ts';
import { type Grader, openGrader } from '../../grading/grade.ts';
import { gradeResponse } from '../../grading/grade-response.ts';
import { FolderStore } from '../../storage/folder/folder-store.ts';
import { readLevels } from '../../storage/levels.ts';
import { hashOf } from '../../storage/responses/finished.ts';
import { metadataOf } from '../core/sweep-fixture.ts';

const ownSpecs = path.resolve(import.meta.dirname, '..', '..', 'specs');
const levelNames = ['18-telescope-lease', '19-kit-stock'];
let grader: Promise<Grader> | undefined;

/** A finished sweep of two built-in models over two levels in a folder of its own, with levels of its own. */
export interface StoredSweep {
  sweep: string;
  folder: string;
  specs: string;
  auditing: Auditing;
  /** Path of a trial's file. */
  file: (model: 'reference' | 'unchanged', level: 1 | 2, name: string) => string;
}

export async function storedSweep(test: { after: (undo: () => Promise<void>) => void }): Promise<StoredSweep> {
  grader ??= openGrader({ slots: 2 });
  const root = await mkdtemp(path.join(tmpdir(), 'specgen-audit-'));
  test.after(() => rm(root, { recursive: true, force: true }));
  const [output, specs] = [path.join(root, 'output'), path.join(root, 'specs')];
  for (const name of [...levelNames, 'footer.md']) await cp(path.join(ownSpecs, name), path.join(specs, name), { recursive: true });
  const store = new FolderStore(output);
  const auditing = { store, grader: await grader, atOnce: 2, progress: () => undefined };
  await fill(auditing, specs);
  await writeReport(store, 'night');
  const file: StoredSweep['file'] = (model, level, name) =>
    path.join(output, 'night', `builtin+${model}`, levelNames[level - 1] ?? '', '1', name);
  return { sweep: 'night', folder: path.join(output, 'night'), specs, auditing, file };
}

async function fill({ store, grader: own }: Auditing, specs: string): Promise<void> {
  const levels = await readLevels(specs);
  const models = ['reference', 'unchanged'].map((name) => ({ id: `builtin:${name}`, identity: { provider: 'builtin', model: name } }));
  const input = readSweepInput({ models: models.map(({ id }) => id), samples: 1, specs });
  const planned = levels.map((level) => ({ ...level, promptBytes: 0 }));
  const plan = { sweep: 'night', levels: planned } as unknown as Parameters<typeof beginSweepFile>[1];
  await beginSweepFile(store, plan, input, levels.map(levelRecord), { go: '1' }, models);
  for (const { id, identity } of models) {
    for (const level of levels) {
      const files = new TrialFiles(store, { sweep: 'night', model: { id }, level, sample: 1 });
      const [prompt, response] = [renderPrompt(level), await builtinAnswer(identity.model, path.join(specs, level.name))];
      const metadata = {
        ...metadataOf(id),
        identity,
        promptHash: hashOf(prompt),
        responseHash: hashOf(response),
        responseBytes: Buffer.byteLength(response),
      };
      await files.write('prompt.md', prompt);
      await files.write('response.md', response);
      await files.writeJson('metadata.json', metadata);
      const { answer, ...reports } = await gradeResponse(own, level, response);
      await files.writeAnswer(answer);
      for (const [name, report] of Object.entries(reports)) await files.writeJson(`${name}.json`, report);
    }
  }
}
