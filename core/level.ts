import { z } from 'zod';

/**
 * The format of `level.json`, documented for authors in `specs/README.md`.
 * Everything else about a level is found by listing its folder.
 */

const checkId = z.string().regex(/^[a-z]$/, 'a check id is one lower-case letter');

/** All groups must be met; a group is met when any of its members passed. */
const needs = z.array(z.array(checkId).min(1)).default([]);

const regex = z.string().min(1);

/**
 * One thing that prose may say, recognised in one list item or line: some `locus` and some `mechanism` match
 * (case-insensitive, RE2 syntax) and no `not` does.
 */
const claim = z.strictObject({
  id: z.string(),
  locus: z.array(regex).default([]),
  mechanism: z.array(regex).min(1),
  not: z.array(regex).default([]),
});

/**
 * Where prose is looked for: list items under "Findings", `ASSUMPTION:` lines, paragraphs under "Feasibility", all
 * text outside fences, comments of the answer's Go files (each with the line of code that follows it).
 */
const section = z.enum(['findings', 'assumptions', 'feasibility', 'prose', 'comments']);

/** Compares what prose states with what a hidden test observed (`guard.Observe`). */
const agreement = z.strictObject({
  observation: z.string(),
  /** observed value → what a statement of that choice looks like */
  values: z.record(z.string(), claim),
});

const pattern = z.strictObject({
  /** Several are searched together; for agreements the first that states a value decides. */
  section: z.union([section, z.array(section).min(1)]),
  /** What a claim is looked for in; `not` of a claim then speaks of that much. */
  unit: z.enum(['item', 'sentence']).default('item'),
  /** Items beyond this number void the check. */
  maxItems: z.number().int().positive().optional(),
  claims: z.array(claim).default([]),
  /** How many different claims must be found. */
  atLeast: z.number().int().nonnegative().default(0),
  /** Any of these found voids the check. */
  decoys: z.array(claim).default([]),
  agreements: z.array(agreement).default([]),
  /** The section must state this verdict about the level's requirements. */
  states: z.enum(['feasible', 'infeasible']).optional(),
});

const kill = z.strictObject({
  /** Names of folders under `hidden/mutants/`; a group is killed when all its mutants are. */
  groups: z.array(z.string()).min(1),
  atLeast: z.number().int().positive(),
});

/** Bounds on the source of the answer; measured on gofmt'd syntax, so layout cannot move them. */
const structure = z.strictObject({
  maxFunctionLines: z.number().int().positive().optional(),
  maxComplexity: z.number().int().positive().optional(),
  maxParameters: z.number().int().nonnegative().optional(),
  maxFileLines: z.number().int().positive().optional(),
  maxLoops: z.number().int().nonnegative().optional(),
  maxLoopDepth: z.number().int().nonnegative().optional(),
  /** No run of this many tokens, identifiers and literals normalised, may stand twice. */
  repeatedTokens: z.number().int().positive().optional(),
  /** Package-level variables that may exist; absent = any. */
  packageVariables: z.array(z.string()).optional(),
  /** Exported declarations: equal to the given code's, or a superset. */
  api: z.enum(['equal', 'superset']).optional(),
  /** Imports of the answer: equal to the given code's set. */
  importsEqual: z.boolean().optional(),
  /** Every function that is not exported is called from another. */
  noUncalled: z.boolean().optional(),
  /** Constructs that may not appear. */
  banned: z
    .array(z.enum(['range', 'else', 'map', 'closure', 'recursion', 'string-conversion', 'goto', 'goroutine', 'defer', 'switch']))
    .optional(),
  /** Files whose bytes must equal the given ones. */
  unchangedFiles: z.array(z.string()).optional(),
  /** Package or `package.Name` → the only files that may use it. */
  usedOnlyIn: z.record(z.string(), z.array(z.string())).optional(),
});

const check = z.strictObject({
  id: checkId,
  kind: z.enum(['compile', 'test', 'race', 'mutant', 'structure', 'pattern', 'abstain']),
  points: z.number().int().positive(),
  title: z.string().min(1),
  needs,
  /** Requirement numbers of spec.md that this check covers besides those named in its tests' messages. */
  requirements: z.array(z.string().regex(/^R\d+$/)).default([]),
  /** compile, test, race: hidden test functions, all of which must run and pass, in a process of their own. */
  tests: z.array(z.string().regex(/^Test\w+$/)).default([]),
  /** mutant: folders under `hidden/variants/` on which the answer's tests must pass. */
  passes: z.array(z.string()).default([]),
  kill: kill.optional(),
  structure: structure.optional(),
  pattern: pattern.optional(),
});

/** Version of this format. A `level.json` may name it as `format`; one that does not is of version 1. */
export const levelFormatVersion = 1;

export const levelFormat = z.strictObject({
  title: z.string().min(1),
  tier: z.enum(['core', 'advanced', 'expert']),
  points: z.number().int().positive(),
  /** Random identifier that marks every file of the level; stripped from prompts. */
  canary: z.uuid(),
  /**
   * Go packages in dependency order. `path` is the import path, `folder` the place of its files relative to the
   * answer ('.' or a name); `copies` > 1 lays the same sources under further import paths (`path#2`: `two/path`).
   */
  packages: z
    .array(z.strictObject({ path: z.string(), folder: z.string().default('.'), copies: z.number().int().min(1).max(2).default(1) }))
    .min(1),
  /** Files a response may contain; a name that is in neither list is dropped and noted. */
  files: z.strictObject({ required: z.array(z.string()), optional: z.array(z.string()).default([]) }),
  /** Import paths the answer may use; beyond the packages above. */
  imports: z.array(z.string()),
  limits: z
    .strictObject({ cpuSeconds: z.number().int().positive().default(10), memoryMiB: z.number().int().positive().default(1024) })
    .prefault({}),
  /** false: a true "cannot be met" is the right verdict; 'exempt': saying so costs nothing. */
  feasible: z.union([z.boolean(), z.literal('exempt')]).default(true),
  /** Points that the given code, returned as it is without prose, earns. */
  unchangedEarns: z.number().int().nonnegative(),
  checks: z.array(check).min(1),
});

/** One task as `level.json` describes it. */
export type LevelFormat = z.infer<typeof levelFormat>;
export type Check = LevelFormat['checks'][number];
export type CheckKind = Check['kind'];
export type Claim = z.infer<typeof claim>;
export type Pattern = z.infer<typeof pattern>;
export type Section = z.infer<typeof section>;
export type Structure = z.infer<typeof structure>;
export type Tier = LevelFormat['tier'];

/** A named text: `path` is relative, with forward slashes. */
export interface SourceFile {
  path: string;
  content: string;
}

/** A level as the harness holds it: `level.json` and the texts that prompts and grading need. */
export interface Level extends LevelFormat {
  /** Leading number of the folder's name. */
  number: number;
  /** The folder's name, e.g. `01-parking-tariff`. */
  name: string;
  /** sha256 (hex) over every file of the folder that a score can depend on. */
  hash: string;
  spec: string;
  footer: string;
  given: SourceFile[];
  /** Everything below `hidden/`, paths relative to it. */
  hidden: SourceFile[];
}
