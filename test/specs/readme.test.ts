import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, it } from 'node:test';
import { execa } from 'execa';
import { type LevelFormat, levelFormat } from '../../core/level.ts';

const project = path.join(import.meta.dirname, '../..');
const specs = path.join(project, 'specs');

/** Folders whose `level.json` git knows: one that is still being written is in nobody's table. */
async function trackedLevels(): Promise<string[]> {
  const { stdout } = await execa('git', ['ls-files', '--', 'specs/*/level.json'], { cwd: project });
  return stdout
    .split('\n')
    .filter((file) => file !== '')
    .map((file) => path.basename(path.dirname(file)));
}

function pointsByKind({ checks }: LevelFormat): string {
  const kinds = [...new Set(checks.map((check) => check.kind))];
  const points = (kind: string) => checks.filter((check) => check.kind === kind).reduce((sum, check) => sum + check.points, 0);
  return kinds.map((kind) => `${kind} ${points(kind)}`).join(', ');
}

async function rowOf(folder: string): Promise<string> {
  const level = levelFormat.parse(JSON.parse(await readFile(path.join(specs, folder, 'level.json'), 'utf8')));
  const cells = [Number.parseInt(folder, 10), `[${level.title}](${folder}/spec.md)`, level.tier, level.points, pointsByKind(level)];
  return `| ${cells.join(' | ')} |`;
}

/** Rows of the table of levels without the last column, which is prose. */
async function tableRows(): Promise<string[]> {
  const text = await readFile(path.join(specs, 'README.md'), 'utf8');
  return [...text.matchAll(/^(\| \d+ \|.*\|)[^|\n]*\|$/gm)].map((match) => match[1]!);
}

describe('specs/README.md', () => {
  it('has a row for each level, with its number, title, tier and points', async () => {
    assert.deepEqual(await tableRows(), await Promise.all((await trackedLevels()).map(rowOf)));
  });

  it('names every field of level.json', async () => {
    const text = await readFile(path.join(specs, 'README.md'), 'utf8');
    const check = levelFormat.shape.checks.element.shape;
    const inner = [check.kill, check.structure, check.pattern].flatMap((part) => Object.keys(part.unwrap().shape));
    const fields = [...Object.keys(levelFormat.shape), ...Object.keys(check), ...inner];
    assert.deepEqual(
      fields.filter((field) => !text.includes(`\`${field}\``)),
      [],
    );
  });

  it('names every kind of check and every construct that may be banned', async () => {
    const text = await readFile(path.join(specs, 'README.md'), 'utf8');
    const { kind, structure } = levelFormat.shape.checks.element.shape;
    const banned = structure.unwrap().shape.banned.unwrap().element.options;
    assert.deepEqual(
      [...kind.options, ...banned].filter((name) => !text.includes(`\`${name}\``)),
      [],
    );
  });
});
