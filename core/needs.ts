import type { Check } from './level.ts';
import type { Verdict } from './verdict.ts';

/**
 * Verdicts of all checks once their needs are counted in. A check with a `fixed` verdict keeps it. Else a check whose
 * needs failed fails with `needs …`, whatever it found, and where a need could not be told, neither can the check; at
 * last `own` judges it by itself. Throws when checks need each other in a circle.
 */
export function applyNeeds(
  checks: Check[],
  fixed: (check: Check) => Verdict | undefined,
  own: (check: Check) => Verdict,
): Map<string, Verdict> {
  const settled = new Map<string, Verdict>();
  const open = new Set<string>();
  const settle = (id: string): Verdict => {
    const known = settled.get(id);
    if (known !== undefined) return known;
    const check = checks.find((candidate) => candidate.id === id);
    if (check === undefined) throw new Error(`a check needs ${id}, which this level does not have`);
    if (open.has(id)) throw new Error(`check ${id} needs itself, by way of ${[...open].join(', ')}: needs must not form a circle`);
    open.add(id);
    const verdict = fixed(check) ?? unmetNeeds(check, settle) ?? own(check);
    open.delete(id);
    settled.set(id, verdict);
    return verdict;
  };
  for (const check of checks) settle(check.id);
  return settled;
}

function unmetNeeds(check: Check, settle: (id: string) => Verdict): Verdict | undefined {
  const groups = check.needs.map((group) => ({ name: group.join(' or '), found: group.map((id) => settle(id).verdict) }));
  const unmet = groups.filter(({ found }) => !found.includes('pass'));
  const failed = unmet.filter(({ found }) => !found.includes('not-scored'));
  if (failed.length > 0) return { verdict: 'fail', reason: `needs ${failed.map(({ name }) => name).join(', ')}` };
  return unmet.length > 0 ? { verdict: 'not-scored', reason: `needs ${unmet.map(({ name }) => name).join(', ')}` } : undefined;
}
