import type { LevelRecord, SweepRecord, TrialRecord } from '../../core/report/sweep-record.ts';
import type { CheckScore } from '../../core/score.ts';
import { metadataOf } from '../core/sweep-fixture.ts';

/** Names as they are found in the wild, long ones among them. */
const names = [
  ...['ollama:qwen2.5-coder:32b', 'ollama:qwen2.5-coder:0.5b', 'anthropic:claude-example-5-20260101', 'openai:gpt-example-6-mini'],
  ...['ollama:deepseek-coder-v2:16b-lite-instruct-q4_K_M', 'ollama:llama3.3:70b-instruct-q8_0', 'ollama:gemma3:27b', 'ollama:phi4:14b'],
  'gpu1:hf.co/someone/A-Rather-Long-Model-Name-Instruct-v0.3-GGUF:Q5_K_M-imatrix-128k-context',
];

export function modelNames(count: number): string[] {
  return Array.from({ length: count }, (_, index) => names[index] ?? `ollama:model-${index + 1}:${index + 3}b`);
}

/** Numbers between 0 and 1 that look random and are the same each time (mulberry32). */
function dice(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const kinds = ['compile', 'test', 'test', 'race', 'mutant', 'pattern'] as const;

export function levelRecords(count: number): LevelRecord[] {
  return Array.from({ length: count }, (_, index) => {
    const number = index + 1;
    const tier = number <= 7 ? 'core' : number <= 13 ? 'advanced' : 'expert';
    const checks = kinds.map((kind, place) => ({
      id: String.fromCharCode(97 + place),
      kind,
      points: place === 1 ? 2 : 1,
      title: `does what R${place + 1} asks for at the edges`,
    }));
    const name = `${String(number).padStart(2, '0')}-made-up-task`;
    return { name, number, title: `Made-up task ${number}`, tier, points: 7, hash: String(number).repeat(64).slice(0, 64), checks };
  });
}

function scoreOf(level: LevelRecord, skill: number, roll: () => number) {
  const builds = roll() < 0.5 + skill / 2;
  const checks = level.checks.map(({ id, kind, points }): CheckScore => {
    if (id === 'a' && !builds)
      return { id, kind, points, earned: 0, verdict: 'fail', reason: 'compile-error', detail: 'answer.go:3:7: undefined: x\n' };
    if (!builds) return { id, kind, points, earned: 0, verdict: 'fail', reason: 'needs a' };
    if (roll() < skill ** (1 + level.number / 12)) return { id, kind, points, earned: points, verdict: 'pass' };
    return {
      id,
      kind,
      points,
      earned: 0,
      verdict: 'fail',
      reason: 'failed',
      detail: `R2: got ${Math.floor(roll() * 100)}, want 42\n`.repeat(3),
    };
  });
  return { level: level.name, points: level.points, earned: checks.reduce((sum, { earned }) => sum + (earned ?? 0), 0), checks };
}

function trialOf(model: string, index: number, skill: number, level: LevelRecord, sample: number, roll: () => number): TrialRecord {
  const base = metadataOf(model);
  const metadata = {
    ...base,
    responseHash: `${index}-${level.number}-${sample}`.padEnd(64, '0'),
    timing: { ...base.timing, totalMs: Math.round(2000 * (1 + index) * (0.5 + roll())) },
    costUsd: index % 3 === 2 ? 0.001 * 1.6 ** index : null,
  };
  const place = { model, level: level.name, sample, observations: [], unsandboxed: false, ledger: [] };
  return { ...place, metadata, score: scoreOf(level, skill, roll), buildKey: `${index}-${level.number}-${sample}` };
}

/** A whole sweep of models of different skill, the same each time; `response` of every trial is up to the caller. */
export function madeUpSweep(size: { models: number; levels: number; samples: number }): SweepRecord {
  const roll = dice(7);
  const levels = levelRecords(size.levels);
  const models = modelNames(size.models);
  const skills = models.map(() => 0.15 + 0.8 * roll());
  const trials = models.flatMap((model, index) =>
    levels.flatMap((level) =>
      Array.from({ length: size.samples }, (_, sample) => trialOf(model, index, skills[index]!, level, sample + 1, roll)),
    ),
  );
  const sampling = { temperature: 0.8, seed: 0, maxTokens: 8192, contextTokens: 16_384, threads: null };
  return {
    sweep: 'made-up',
    input: { samples: size.samples, sampling, qualify: null },
    versions: { go: '1.26.8' },
    levels,
    models,
    trials,
    strays: [],
    scoredAgain: [],
    audit: null,
  };
}
