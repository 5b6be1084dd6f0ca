import { makesClaim } from '../../core/claims.ts';
import type { Claim, Pattern, Section } from '../../core/level.ts';
import type { LevelFolder, Phrases } from '../../core/level-folder.ts';
import { checkPatterns, unitsOf } from '../../core/patterns.ts';
import { readSections } from '../../core/prose.ts';
import type { Finding } from './problem.ts';

const fewest = 15;

/** How well a claim's patterns tell paraphrases from near misses. */
export interface Recognition {
  claim: string;
  precision: number;
  recall: number;
}

/** Every claim has phrases; it matches all that it should and none that it should not. */
export function phraseProblems(folder: LevelFolder): { problems: Finding[]; recognition: Recognition[] } {
  const problems: Finding[] = [];
  const recognition: Recognition[] = [];
  for (const { id, pattern } of folder.level.checks) {
    for (const claim of pattern ? claimsOf(pattern) : []) {
      const phrases = folder.patterns[id]?.[claim.id] ?? { match: [], miss: [] };
      const judged = judge(pattern!, claim, phrases);
      recognition.push({ claim: `${id} ${claim.id}`, ...judged });
      problems.push(...judged.problems.map((problem) => ({ subject: `patterns/${id}.json ${claim.id}`, ...problem })));
    }
  }
  return { problems, recognition };
}

const claimsOf = ({ claims, decoys, agreements }: Pattern): Claim[] => [
  ...claims,
  ...decoys,
  ...agreements.flatMap(({ values }) => Object.values(values)),
];

function judge(pattern: Pattern, claim: Claim, { match, miss }: Phrases) {
  const sections = [pattern.section].flat();
  const made = (text: string) =>
    unitsOf(pattern, [itemIn(sections[0]!, text)]).some((unit) => makesClaim(claim, unit, sections.includes('findings')));
  const unrecognised = match.filter((text) => !made(text));
  const confused = miss.filter(made);
  const hits = match.length - unrecognised.length;
  const short = { match, miss };
  return {
    precision: hits / (hits + confused.length),
    recall: hits / match.length,
    problems: [
      ...Object.entries(short)
        .filter(([, texts]) => texts.length < fewest)
        .map(([kind, texts]) => ({ expected: `at least ${fewest} to ${kind}`, found: String(texts.length) })),
      ...unrecognised.map((text) => ({ expected: 'a match', found: `none in: ${text}` })),
      ...confused.map((text) => ({ expected: 'no match', found: `one in: ${text}` })),
    ],
  };
}

/** A phrase as reading a response gives it. */
function itemIn(section: Section, text: string): string {
  const sections = readSections(response(section, [text]));
  return section === 'comments' ? text : (sections[section][0] ?? text);
}

function response(section: Section, items: string[]): string {
  const list = items.map((item) => `- ${item}`).join('\n');
  if (section === 'findings') return `## Findings\n\n${list}\n`;
  if (section === 'feasibility') return `## Feasibility\n\n${list}\n`;
  return items.map((item) => (section === 'assumptions' ? `ASSUMPTION: ${item}` : item)).join('\n\n');
}

const longestItem = 1900;
const defaultItems = 4;

/** A response that throws all words of the level's claims and decoys at a pattern must not satisfy it. */
export function saladProblems({ level, patterns }: LevelFolder): Finding[] {
  const phrases = Object.values(patterns).flatMap((claims) => Object.values(claims).flatMap(({ match }) => match));
  const salad = [...new Set(phrases.join(' ').split(/\s+/))].join(' ').slice(0, longestItem);
  return level.checks.flatMap(({ id, pattern }) => {
    if (!pattern || pattern.claims.length === 0 || pattern.atLeast === 0) return [];
    const items = Array.from({ length: pattern.maxItems ?? defaultItems }, () => salad);
    const found = checkPatterns(level, response([pattern.section].flat()[0]!, items)).verdicts[id];
    return found?.verdict === 'pass' ? [{ subject: `check ${id}`, expected: 'a salad of all words to fail', found: 'pass' }] : [];
  });
}
