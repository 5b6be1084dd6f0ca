import { RE2JS } from 're2js';
import { denies } from './denial.ts';
import type { Claim } from './level.ts';

interface CompiledClaim {
  locus: RE2JS[];
  mechanism: RE2JS[];
  not: RE2JS[];
}

const compiled = new WeakMap<Claim, CompiledClaim>();

/**
 * Does one item make this claim: some locus and some mechanism match, no `not` does, and (where `deniable`) the item
 * does not say that all is well? Matching takes time linear in the text. Throws on a pattern that is not RE2 syntax.
 */
export function makesClaim(claim: Claim, item: string, deniable: boolean): boolean {
  const { locus, mechanism, not } = compiledClaim(claim);
  const found = (patterns: RE2JS[]) => patterns.some((pattern) => pattern.matcher(item).find());
  return found(mechanism) && (locus.length === 0 || found(locus)) && !found(not) && !(deniable && denies(item));
}

/** An item that makes this many claims at once tells none from another, and is taken for a list of words. */
const indiscriminate = 3;

/**
 * Ids of the claims that the items support, each item at most one of them: the largest such choice, in the claims'
 * own order (augmenting paths, Kuhn 1955).
 */
export function creditedClaims(claims: Claim[], items: string[], deniable: boolean): string[] {
  const supporters = claims.map((claim) => items.flatMap((item, index) => (makesClaim(claim, item, deniable) ? [index] : [])));
  const counts = items.map((_, index) => supporters.filter((indexes) => indexes.includes(index)).length);
  const usable = supporters.map((indexes) => indexes.filter((index) => (counts[index] ?? 0) < indiscriminate));
  const takenBy = new Map<number, number>();
  const assign = (claim: number, tried: Set<number>): boolean =>
    (usable[claim] ?? []).some((item) => {
      if (tried.has(item)) return false;
      tried.add(item);
      const holder = takenBy.get(item);
      if (holder !== undefined && !assign(holder, tried)) return false;
      takenBy.set(item, claim);
      return true;
    });
  return claims.filter((_, index) => assign(index, new Set())).map((claim) => claim.id);
}

function compiledClaim(claim: Claim): CompiledClaim {
  const known = compiled.get(claim);
  if (known !== undefined) return known;
  const all = (sources: string[]) => sources.map((source) => RE2JS.compile(source, RE2JS.CASE_INSENSITIVE | RE2JS.DOTALL));
  const made = { locus: all(claim.locus), mechanism: all(claim.mechanism), not: all(claim.not) };
  compiled.set(claim, made);
  return made;
}
