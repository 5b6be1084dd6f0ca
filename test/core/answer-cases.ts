import assert from 'node:assert/strict';
import { it } from 'node:test';
import { extractAnswer } from '../../core/extract.ts';
import type { LevelFormat } from '../../core/level.ts';

export const one: LevelFormat['files'] = { required: ['tariff.go'], optional: [] };
export const two: LevelFormat['files'] = { required: ['plan.go'], optional: ['zone.go'] };
export const folders: LevelFormat['files'] = { required: ['lease/lease.go', 'storage/store.go'], optional: [] };
export const code = 'package tariff\n\nfunc Fee() int { return 1 }\n';
export const other = 'package tariff\n\nfunc Fee() int { return 2 }\n';
export const plan = 'package plan\n';

export interface Case {
  name: string;
  response: string;
  wanted?: LevelFormat['files'];
  files: Record<string, string>;
  /** What the observations say, in order. */
  noted?: string[];
}

/** One test for each case: these files with these bytes, these observations. */
export function testCases(cases: Case[]): void {
  for (const { name, response, wanted = one, files, noted = [] } of cases) {
    it(name, () => {
      const answer = extractAnswer(response, wanted);
      assert.deepEqual(Object.fromEntries(answer.files.map((file) => [file.path, file.content])), files);
      assert.deepEqual(
        answer.observations.map((observation) => observation.what),
        noted,
      );
    });
  }
}
