import type { LevelRecord, SweepRecord, TrialRecord } from '../../core/report/sweep-record.ts';
import type { ResponseMetadata } from '../../core/response.ts';

const checks: LevelRecord['checks'] = [
  { id: 'a', kind: 'compile', points: 1, title: 'builds' },
  { id: 'b', kind: 'test', points: 3, title: 'holds | at edges' },
];

export const levels: LevelRecord[] = [
  { name: '02-codec', number: 2, title: 'Codec', tier: 'core', points: 4, hash: 'b'.repeat(64), checks },
  { name: '14-lease', number: 14, title: 'Lease', tier: 'expert', points: 4, hash: 'c'.repeat(64), checks },
];

export function metadataOf(model: string, startedAt = '2026-01-01T00:00:00.000Z'): ResponseMetadata {
  return {
    model,
    identity: { provider: 'ollama', model, digest: 'sha256:1' },
    sampling: { temperature: 0.8, seed: 1, maxTokens: 100, contextTokens: 100, threads: null },
    unsupported: {},
    stopReason: 'complete',
    rawStopReason: 'stop',
    usage: { inputTokens: 100, outputTokens: 50, reasoningTokens: null },
    rawUsage: {},
    flags: [],
    requestIds: [],
    promptHash: 'p',
    responseHash: 'r',
    responseBytes: 10,
    timing: { startedAt, firstTokenMs: 100, totalMs: 2000 },
    attempts: [{ startedAt, ended: 'complete' }],
    costUsd: 0.01,
  };
}

/** Earned: 4 all, 1 only the build, 0 nothing, null the test could not be scored, undefined no response. */
export function trialOf(model: string, level: string, sample: number, earned: 4 | 1 | 0 | null | undefined): TrialRecord {
  const base = { model, level, sample, observations: [], unsandboxed: false, ledger: [] };
  if (earned === undefined) return { ...base, metadata: null, score: null, trouble: 'provider down' };
  const a = earned === 0 ? ({ verdict: 'fail', reason: 'compile-error' } as const) : ({ verdict: 'pass' } as const);
  const b = {
    4: { verdict: 'pass' } as const,
    1: { verdict: 'fail', reason: 'failed' } as const,
    0: { verdict: 'fail', reason: 'needs a' } as const,
  };
  const found = earned === null ? ({ verdict: 'not-scored', reason: 'out of memory' } as const) : b[earned];
  const score = {
    level,
    points: 4,
    earned,
    checks: [
      { id: 'a', kind: 'compile' as const, points: 1, earned: earned === 0 ? 0 : 1, ...a },
      { id: 'b', kind: 'test' as const, points: 3, earned: earned === null ? null : earned === 4 ? 3 : 0, ...found },
    ],
  };
  return { ...base, metadata: metadataOf(model), score };
}

/** Two levels, two samples: `good` has 4, 4 and 1, 4 points; `poor` 0, 1 and one trial of each sort of trouble. */
export function sweepRecord(): SweepRecord {
  return {
    sweep: 'night',
    input: { samples: 2, sampling: { temperature: 0.8, seed: 0, maxTokens: 100, contextTokens: 100, threads: null }, qualify: null },
    versions: { go: '1.26.8' },
    levels,
    models: ['ollama:poor', 'ollama:good'],
    trials: [
      trialOf('ollama:poor', '02-codec', 1, 0),
      trialOf('ollama:poor', '02-codec', 2, 1),
      trialOf('ollama:poor', '14-lease', 1, null),
      trialOf('ollama:poor', '14-lease', 2, undefined),
      trialOf('ollama:good', '02-codec', 1, 4),
      trialOf('ollama:good', '02-codec', 2, 4),
      trialOf('ollama:good', '14-lease', 1, 1),
      trialOf('ollama:good', '14-lease', 2, 4),
    ],
    strays: [],
    scoredAgain: [],
    audit: null,
  };
}
