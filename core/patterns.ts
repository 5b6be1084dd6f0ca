import { creditedClaims, makesClaim } from './claims.ts';
import { extractAnswer } from './extract.ts';
import { readFeasibility } from './feasibility.ts';
import { readComments } from './go-comments.ts';
import type { PatternReport } from './grading-reports.ts';
import type { LevelFormat, Pattern, Section } from './level.ts';
import { readSections } from './prose.ts';
import { sentencesOf } from './sentences.ts';
import type { Verdict } from './verdict.ts';

/** Items of one section that are looked at where a pattern does not bound them itself. */
const itemsRead = 200;

type Texts = Record<Section, string[]>;

/**
 * Judges what a response says. A check with agreements gets no verdict here unless it fails on its words alone:
 * what is stated is compared with what the code does when the trial is scored.
 */
export function checkPatterns(level: Pick<LevelFormat, 'checks' | 'files'>, response: string): PatternReport {
  const sections = readSections(response);
  const report: PatternReport = { verdicts: {}, feasibility: readFeasibility(sections.feasibility), found: {}, stated: {} };
  const texts: Texts = { ...sections, comments: commentsFor(level, response) };
  for (const { id, pattern } of level.checks) {
    if (pattern === undefined) continue;
    const found = find(pattern, texts);
    report.found[id] = found;
    if (pattern.agreements.length > 0) report.stated[id] = statedValues(pattern, texts);
    const problem = problemWith(pattern, found, report.feasibility);
    if (problem !== undefined) report.verdicts[id] = { verdict: 'fail', reason: 'failed', detail: problem };
    else if (pattern.agreements.length === 0) report.verdicts[id] = { verdict: 'pass' } satisfies Verdict;
  }
  return report;
}

function commentsFor(level: Pick<LevelFormat, 'checks' | 'files'>, response: string): string[] {
  const asked = level.checks.some(({ pattern }) => pattern !== undefined && sectionsOf(pattern).includes('comments'));
  return asked ? readComments(extractAnswer(response, level.files).files) : [];
}

function find(pattern: Pattern, texts: Texts): PatternReport['found'][string] {
  const all = sectionsOf(pattern).flatMap((section) => texts[section]);
  const items = unitsOf(pattern, all.slice(0, pattern.maxItems ?? itemsRead));
  const deniable = sectionsOf(pattern).includes('findings');
  const decoys = pattern.decoys.filter((decoy) => items.some((item) => makesClaim(decoy, item, deniable)));
  return { claims: creditedClaims(pattern.claims, items, deniable), decoys: decoys.map((decoy) => decoy.id), items: all.length };
}

/** The texts that claims are looked for in: items of a section, or their sentences. */
export function unitsOf({ unit }: Pattern, items: string[]): string[] {
  return unit === 'sentence' ? items.flatMap(sentencesOf) : items;
}

/** Values stated for each observation, from the first section that states any. */
function statedValues(pattern: Pattern, texts: Texts): Record<string, string[]> {
  const entries = pattern.agreements.map(({ observation, values }) => {
    const bySection = sectionsOf(pattern).map((section) =>
      Object.entries(values).filter(([, claim]) =>
        unitsOf(pattern, texts[section].slice(0, itemsRead)).some((item) => makesClaim(claim, item, false)),
      ),
    );
    return [observation, (bySection.find((stated) => stated.length > 0) ?? []).map(([value]) => value)] as const;
  });
  return Object.fromEntries(entries);
}

function problemWith(
  pattern: Pattern,
  found: PatternReport['found'][string],
  feasibility: PatternReport['feasibility'],
): string | undefined {
  if (pattern.maxItems !== undefined && found.items > pattern.maxItems)
    return `${found.items} items, at most ${pattern.maxItems} asked for`;
  if (found.decoys.length > 0) return `claims what is not so: ${found.decoys.join(', ')}`;
  if (found.claims.length < pattern.atLeast)
    return `${found.claims.length} of ${pattern.atLeast} claims found: ${found.claims.join(', ') || 'none'}`;
  if (pattern.states !== undefined && feasibility !== pattern.states)
    return `feasibility: ${pattern.states} expected, ${feasibility} found`;
  return undefined;
}

function sectionsOf(pattern: Pattern): Section[] {
  return Array.isArray(pattern.section) ? pattern.section : [pattern.section];
}
