import jStat from 'jstat';

/** Scores of one level: its share of all points (shares sum to 1) and each sample's score between 0 and 1. */
export interface Stratum {
  weight: number;
  scores: number[];
}

/** A 95 % confidence interval of a score between 0 and 1. */
export interface Interval {
  low: number;
  high: number;
  /** Null where nothing varied. Wilson's interval is not made from it. */
  standardError: number | null;
  method: 'student-t' | 'wilson';
}

export function mean(values: number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Unbiased sample variance, n ≥ 2. */
export function variance(values: number[]): number {
  const center = mean(values);
  return values.reduce((sum, value) => sum + (value - center) ** 2, 0) / (values.length - 1);
}

/** Σ w·m over levels, m the mean score of a level. */
export function weightedScore(strata: Stratum[]): number {
  return strata.reduce((sum, { weight, scores }) => sum + weight * mean(scores), 0);
}

/**
 * How far the score may be off on these very levels, given that samples vary. Stratified by level:
 * SE² = Σ w²·s²/n (Cochran, Sampling Techniques, chapter 5), Student's t with degrees of freedom by Satterthwaite
 * (Biometrics Bulletin 2, 1946). Null where a level has fewer than two samples.
 */
export function intervalOnTheseLevels(strata: Stratum[]): Interval | null {
  if (strata.length === 0 || strata.some(({ scores }) => scores.length < 2)) return null;
  const parts = strata.map(({ weight, scores }) => ({
    variance: (weight ** 2 * variance(scores)) / scores.length,
    free: scores.length - 1,
  }));
  const total = parts.reduce((sum, part) => sum + part.variance, 0);
  const degreesOfFreedom = total ** 2 / parts.reduce((sum, part) => sum + part.variance ** 2 / part.free, 0);
  const squares = strata.reduce((sum, { weight, scores }) => sum + weight ** 2 / scores.length, 0);
  return studentOrWilson(weightedScore(strata), Math.sqrt(total), degreesOfFreedom, 1 / squares);
}

/**
 * How far the score may be off for levels like these, each level being one draw: cluster-robust standard error
 * SE² = G/(G−1) · Σ w²·(m−m̄)² with t of G−1 degrees of freedom (Cameron, Gelbach, Miller 2008; Miller 2024,
 * arXiv:2411.00640). It hardly shrinks with more samples. Null for fewer than two levels.
 */
export function intervalOnLevelsLikeThese(strata: Stratum[]): Interval | null {
  if (strata.length < 2 || strata.some(({ scores }) => scores.length === 0)) return null;
  const score = weightedScore(strata);
  const clusters = strata.length;
  const spread = strata.reduce((sum, { weight, scores }) => sum + weight ** 2 * (mean(scores) - score) ** 2, 0);
  const squares = strata.reduce((sum, { weight }) => sum + weight ** 2, 0);
  return studentOrWilson(score, Math.sqrt((clusters / (clusters - 1)) * spread), clusters - 1, 1 / squares);
}

/** Student's t where it fits between 0 and 1; Wilson's interval near the ends and where nothing varied. */
function studentOrWilson(score: number, standardError: number, degreesOfFreedom: number, effective: number): Interval {
  const unvaried = standardError <= 1e-12;
  const half = unvaried ? 1 : studentQuantile(0.975, degreesOfFreedom) * standardError;
  if (score - half >= 0 && score + half <= 1) return { low: score - half, high: score + half, standardError, method: 'student-t' };
  return { ...wilson(score, effective), standardError: unvaried ? null : standardError, method: 'wilson' };
}

/** Quantile of Student's t, to about seven digits. */
export function studentQuantile(probability: number, degreesOfFreedom: number): number {
  return jStat.studentt.inv(probability, degreesOfFreedom);
}

/** 0.975 quantile of the normal distribution. */
const z = 1.959963984540054;

/**
 * Wilson's 95 % score interval (JASA 22, 1927) for a proportion `p` of `n` observations. Scores with partial credit
 * vary no more than a proportion does, so for them it is at least as wide as needed; `n` may be an effective number
 * (Kish, Survey Sampling, 1965).
 */
export function wilson(p: number, n: number): { low: number; high: number } {
  const center = p + z ** 2 / (2 * n);
  const half = z * Math.sqrt((p * (1 - p)) / n + z ** 2 / (4 * n ** 2));
  const scale = 1 + z ** 2 / n;
  return { low: Math.max(0, (center - half) / scale), high: Math.min(1, (center + half) / scale) };
}

/**
 * Newcombe's hybrid score interval of a difference of two proportions, from their Wilson intervals (Statistics in
 * Medicine 17, 1998, 873–890, method 10).
 */
export function newcombe(first: { share: number; of: number }, second: { share: number; of: number }): { low: number; high: number } {
  const [a, b] = [wilson(first.share, first.of), wilson(second.share, second.of)];
  const apart = first.share - second.share;
  return {
    low: apart - Math.hypot(first.share - a.low, b.high - second.share),
    high: apart + Math.hypot(a.high - first.share, second.share - b.low),
  };
}

/**
 * Unbiased estimate of the chance that at least one of k samples is right, from c right ones among n:
 * 1 − C(n−c, k)/C(n, k) (Chen et al. 2021, arXiv:2107.03374). Null for k > n.
 */
export function passAtK(n: number, c: number, k: number): number | null {
  if (k > n) return null;
  if (n - c < k) return 1;
  let missing = 1;
  for (let i = n - c + 1; i <= n; i++) missing *= 1 - k / i;
  return 1 - missing;
}

/** Mean p·(1−p) of a level for a suite whose levels are mostly either easy or hard for a model; by simulation. */
const typicalVariance = 0.125;

/**
 * Difference of two models' scores (0–1) that would be found in four of five repetitions (power 80 %, 5 % level):
 * 2.8·√(2v/(L·n)) for L levels of n samples, after Bloom (Evaluation Review 19, 1995). Among m `comparisons` the
 * smallest chance must be below 5 %/m for Holm to let it pass, and 2.8 = z(0.975) + z(0.8) becomes z(1 − 0.025/m) + z(0.8).
 */
export function smallestDifference(levels: number, samples: number, comparisons = 1): number {
  const errors = jStat.normal.inv(1 - 0.025 / comparisons, 0, 1) + jStat.normal.inv(0.8, 0, 1);
  return Math.min(1, errors * Math.sqrt((2 * typicalVariance) / (levels * samples)));
}
