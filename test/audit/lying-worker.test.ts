import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { it } from 'node:test';
import { writeReport } from '../../activities/report.ts';
import { verifySweep } from '../../audit/verify.ts';
import type { CompileReport, PatternReport, TestReport } from '../../core/grading-reports.ts';
import { type Score, scoreTrial } from '../../core/score.ts';
import { readLevels } from '../../storage/levels.ts';
import { storedSweep } from './stored-sweep.ts';

it('finds a grading worker that lies, though score and report follow from what it wrote', async (test) => {
  const stored = await storedSweep(test);
  const read = async (name: string) => JSON.parse(await readFile(stored.file('unchanged', 1, name), 'utf8')) as unknown;
  const lie = (await readFile(stored.file('unchanged', 1, 'tests.json'), 'utf8')).replaceAll(
    /"verdict": "fail",\s+"reason": "[^"]*"/g,
    '"verdict": "pass"',
  );
  await writeFile(stored.file('unchanged', 1, 'tests.json'), lie);

  const [level] = await readLevels(stored.specs);
  const [compile, patterns] = [(await read('compile.json')) as CompileReport, (await read('patterns.json')) as PatternReport];
  const score = scoreTrial(level!, compile, JSON.parse(lie) as TestReport, patterns);
  const honest = (await read('score.json')) as Score;
  assert.ok(score.earned! > honest.earned!, 'the lie earns points');
  await writeFile(stored.file('unchanged', 1, 'score.json'), `${JSON.stringify(score, null, 2)}\n`);
  await writeReport(stored.auditing.store, stored.sweep);

  const { problems, audit } = await verifySweep(stored.sweep, stored.auditing);
  const found = problems.map(({ file, what }) => `${path.basename(file)}: ${what}`);
  assert.match(found.join('\n'), /tests\.json: \w+: stored pass, found fail/);
  assert.ok(found.includes(`score.json: all: stored ${score.earned} of ${score.points}, found ${honest.earned} of ${score.points}`));
  assert.ok(audit.differing > 0);
});
