import type { SourceFile, Structure } from '../../core/level.ts';
import type { SourceStructure } from './gate.ts';

/** What an answer's structure is compared with: the level's own code. */
export interface Original {
  structure: SourceStructure;
  files: SourceFile[];
}

type Rule = (bounds: Structure, found: SourceStructure, original: Original, files: SourceFile[]) => string[];

/**
 * The ways in which sources break a level's bounds, as sentences; none when they keep them all. Loops are counted over
 * the whole answer, the other bounds hold for each function or file.
 */
export function structureProblems(bounds: Structure, found: SourceStructure, original: Original, files: SourceFile[]): string[] {
  return rules.flatMap((rule) => rule(bounds, found, original, files));
}

const rules: Rule[] = [
  functionRule('maxFunctionLines', 'lines', 'lines'),
  functionRule('maxComplexity', 'complexity', 'cyclomatic complexity'),
  functionRule('maxParameters', 'parameters', 'parameters'),
  functionRule('maxLoopDepth', 'loopDepth', 'nested loops'),
  tooLongFiles,
  tooManyLoops,
  repetitions,
  packageVariables,
  exportedApi,
  importSet,
  uncalled,
  bannedConstructs,
  changedFiles,
  strayUses,
];

function functionRule(
  bound: 'maxFunctionLines' | 'maxComplexity' | 'maxParameters' | 'maxLoopDepth',
  measure: 'lines' | 'complexity' | 'parameters' | 'loopDepth',
  words: string,
): Rule {
  return (bounds, found) => {
    const most = bounds[bound];
    if (most === undefined) return [];
    const over = found.functions.filter((one) => one[measure] > most);
    return over.map((one) => `${one.file}:${one.line}: ${one.name} has ${one[measure]} ${words}, allowed are ${most}`);
  };
}

function tooLongFiles({ maxFileLines }: Structure, found: SourceStructure): string[] {
  if (maxFileLines === undefined) return [];
  const over = Object.entries(found.fileLines).filter(([, lines]) => lines > maxFileLines);
  return over.map(([file, lines]) => `${file} has ${lines} lines, allowed are ${maxFileLines}`);
}

function tooManyLoops({ maxLoops }: Structure, found: SourceStructure): string[] {
  const loops = found.functions.reduce((sum, one) => sum + one.loops, 0);
  return maxLoops !== undefined && loops > maxLoops ? [`there are ${loops} loops, allowed are ${maxLoops}`] : [];
}

function repetitions({ repeatedTokens }: Structure, found: SourceStructure): string[] {
  if (repeatedTokens === undefined) return [];
  const long = found.repeatedRuns.filter((run) => run.tokens >= repeatedTokens);
  return long.map(({ tokens, a, b }) => `${a.file}:${a.line} and ${b.file}:${b.line} repeat ${tokens} tokens`);
}

function packageVariables({ packageVariables: allowed }: Structure, found: SourceStructure): string[] {
  const extra = allowed ? found.packageVariables.filter((one) => !allowed.includes(one.name) && one.name !== '_') : [];
  return extra.map((one) => `${one.file}:${one.line}: package variable ${one.name} is not allowed`);
}

function exportedApi({ api }: Structure, found: SourceStructure, original: Original): string[] {
  if (api === undefined) return [];
  return Object.entries(original.structure.exportedAPI).flatMap(([path, wanted]) => {
    const has = found.exportedAPI[path] ?? [];
    const missing = wanted.filter((entry) => !has.includes(entry)).map((entry) => `package ${path} lacks ${entry}`);
    const extra = api === 'equal' ? has.filter((entry) => !wanted.includes(entry)).map((entry) => `package ${path} adds ${entry}`) : [];
    return [...missing, ...extra];
  });
}

function importSet({ importsEqual }: Structure, found: SourceStructure, original: Original): string[] {
  if (!importsEqual) return [];
  const [has, wanted] = [found, original.structure].map((one) => [...new Set(one.imports.map(({ path }) => path))]) as [string[], string[]];
  const added = has.filter((path) => !wanted.includes(path)).map((path) => `import ${path} is added`);
  return [...added, ...wanted.filter((path) => !has.includes(path)).map((path) => `import ${path} is missing`)];
}

function uncalled({ noUncalled }: Structure, found: SourceStructure): string[] {
  const idle = noUncalled ? found.functions.filter((one) => !one.exported && !one.called) : [];
  return idle.map((one) => `${one.file}:${one.line}: nothing calls ${one.name}`);
}

function bannedConstructs({ banned = [] }: Structure, found: SourceStructure): string[] {
  return banned.flatMap((construct) =>
    (found.banned[construct] ?? []).map(({ file, line }) => `${file}:${line}: ${construct} is not allowed`),
  );
}

function changedFiles({ unchangedFiles = [] }: Structure, _: SourceStructure, original: Original, files: SourceFile[]): string[] {
  const content = (path: string, from: SourceFile[]) => from.find((file) => file.path === path)?.content;
  const changed = unchangedFiles.filter((path) => content(path, files) !== content(path, original.files));
  return changed.map((path) => `${path} differs from the given file`);
}

function strayUses({ usedOnlyIn = {} }: Structure, found: SourceStructure): string[] {
  return Object.entries(usedOnlyIn).flatMap(([used, allowed]) => {
    const stray = found.uses.filter(
      (use) => (use.package === used || `${use.package}.${use.name}` === used) && !allowed.includes(use.file),
    );
    const rule = allowed.length === 0 ? 'may not be used' : `may be used only in ${allowed.join(', ')}`;
    return stray.map((use) => `${use.file}:${use.line}: ${use.package}.${use.name} ${rule}`);
  });
}
