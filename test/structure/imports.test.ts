import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import path from 'node:path';
import { test } from 'node:test';

const project = path.resolve(import.meta.dirname, '..', '..');

/** Folder → the folders and packages it may import at run time. Types may be taken from anywhere below. */
const allowed: Record<string, { folders: string[]; builtins: boolean; packages: string[] | 'any' }> = {
  core: { folders: [], builtins: false, packages: ['zod', 'markdown-it', 're2js', 'jstat', '@observablehq/plot', 'linkedom'] },
  workflows: { folders: ['core'], builtins: false, packages: ['@temporalio/workflow', '@temporalio/common'] },
  providers: { folders: ['core'], builtins: true, packages: 'any' },
  grading: { folders: ['core'], builtins: true, packages: 'any' },
  storage: { folders: ['core'], builtins: true, packages: 'any' },
  activities: { folders: ['core', 'providers', 'grading', 'storage'], builtins: true, packages: 'any' },
  workers: { folders: ['core', 'grading', 'storage', 'providers', 'activities', 'workflows'], builtins: true, packages: 'any' },
  audit: { folders: ['core', 'grading', 'storage', 'activities'], builtins: true, packages: 'any' },
  cli: { folders: ['core', 'providers', 'grading', 'storage', 'activities', 'audit', 'workers'], builtins: true, packages: 'any' },
};

interface Import {
  from: string;
  to: string;
  typeOnly: boolean;
}

const statement = /^(?:import|export)\s+(type\s)?(?:[^'"]*?\sfrom\s+)?['"]([^'"]+)['"]/gm;

function importsOf(file: string, source: string): Import[] {
  return [...source.matchAll(statement)].map(([, type, target = '']) => {
    const to = target.startsWith('.') ? path.posix.join(path.posix.dirname(file), target) : target;
    return { from: file, to, typeOnly: type !== undefined };
  });
}

/** Why an import may not be, or null. */
function trespass({ from, to, typeOnly }: Import, inside: boolean): string | null {
  const folder = from.split('/')[0] ?? '';
  const rule = allowed[folder];
  if (!rule || typeOnly) return null;
  const top = to.split('/')[0] ?? '';
  if (inside) return top === folder || rule.folders.includes(top) ? null : `${from} imports ${to}`;
  if (isBuiltin(to)) return rule.builtins ? null : `${from} imports the built-in ${to}`;
  const name = to.startsWith('@') ? to.split('/').slice(0, 2).join('/') : top;
  return rule.packages === 'any' || rule.packages.includes(name) ? null : `${from} imports the package ${name}`;
}

const sources = globSync(`{${Object.keys(allowed).join(',')}}/**/*.ts`, { cwd: project });
const imports = sources.flatMap((file) => importsOf(file, readFileSync(path.join(project, file), 'utf8')));
const isInside = ({ to }: Import) => to.endsWith('.ts') || to.endsWith('.mjs');

test('imports go one way', () => {
  assert.deepEqual(
    imports.flatMap((one) => trespass(one, isInside(one)) ?? []),
    [],
  );
});

test('the rule finds what it is for', () => {
  const found = (from: string, line: string) => importsOf(from, line).map((one) => trespass(one, isInside(one)));
  assert.deepEqual(found('core/a.ts', "import fs from 'node:fs';"), ['core/a.ts imports the built-in node:fs']);
  assert.deepEqual(found('core/a.ts', "import { execa } from 'execa';"), ['core/a.ts imports the package execa']);
  assert.deepEqual(found('workflows/a.ts', "import { b } from '../activities/b.ts';"), ['workflows/a.ts imports activities/b.ts']);
  assert.deepEqual(found('workflows/a.ts', "import type { B } from '../activities/b.ts';"), [null]);
  assert.deepEqual(found('grading/a.ts', "import { b } from '../storage/b.ts';"), ['grading/a.ts imports storage/b.ts']);
});
