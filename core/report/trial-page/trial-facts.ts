import { possiblyLost } from '../../ledger.ts';
import type { AttemptRecord } from '../../response.ts';
import { count, dollars, duration } from '../numbers.ts';
import { type Content, type Html, html } from '../page/markup.ts';
import { htmlTable } from '../page/table.ts';
import type { LevelRecord, TrialRecord } from '../sweep-record.ts';

/** How the response came about, from its metadata. */
export function facts(trial: TrialRecord, level: LevelRecord): Html {
  const entries: [string, Content][] = [['level', `${level.name}, ${level.tier}`], ...ofResponse(trial), ...noticed(trial)];
  return html`<dl>${entries.map(([term, told]) => html`<dt>${term}</dt><dd>${told}</dd>\n`)}</dl>\n`;
}

function ofResponse({ metadata }: TrialRecord): [string, string][] {
  if (metadata === null) return [['response', 'none yet']];
  const { usage, timing, sampling, unsupported } = metadata;
  const reasoning = usage.reasoningTokens === null ? '' : `, of these ${count(usage.reasoningTokens)} reasoning`;
  return [
    ['ended', `${metadata.stopReason} (${metadata.rawStopReason})`],
    ['size', `${count(metadata.responseBytes)} bytes`],
    ['tokens', `${count(usage.inputTokens)} in, ${count(usage.outputTokens)} out${reasoning}`],
    ['time', `${duration(timing.totalMs)}, first token after ${duration(timing.firstTokenMs)}, begun ${timing.startedAt}`],
    ['cost', dollars(metadata.costUsd)],
    [
      'sampling',
      Object.entries(sampling)
        .map(([name, value]) => `${name} ${value ?? "the provider's"}`)
        .join(', '),
    ],
    ...Object.entries(unsupported).map(([parameter, words]): [string, string] => [`does not accept ${parameter}`, words]),
    [
      'identity',
      Object.entries(metadata.identity)
        .filter(([name]) => name !== 'template')
        .map(([name, value]) => `${name} ${value}`)
        .join(', '),
    ],
    ['request ids', metadata.requestIds.join(', ') || 'none'],
    ['sha256', `prompt ${metadata.promptHash}, response ${metadata.responseHash}`],
  ];
}

function noticed({ metadata, observations, unsandboxed, ledger, trouble }: TrialRecord): [string, string][] {
  const words = [...(metadata?.flags ?? []), ...observations.map(({ what, detail }) => (detail ? `${what} (${detail})` : what))];
  const lost = possiblyLost(ledger);
  return [
    ...(words.length > 0 ? [['noticed', words.join(', ')] as [string, string]] : []),
    ...(unsandboxed ? [['sandbox', 'none: the answer could have forged its verdicts'] as [string, string]] : []),
    ...(trouble === undefined ? [] : [['trouble', trouble] as [string, string]]),
    ...(lost.requests > 0
      ? [['possibly paid in vain', `${lost.requests} requests, ${dollars(lost.boundUsd)} at most`] as [string, string]]
      : []),
  ];
}

/** Each request that was made for the response. */
export function attemptTable({ metadata }: TrialRecord): Html {
  if (metadata === null) return html`<p>No response yet.</p>\n`;
  const rows = metadata.attempts.map((attempt, index) => [String(index + 1), attempt.startedAt, attempt.ended, notes(attempt)]);
  const columns = ['#', 'begun', 'ended', 'notes'].map((head) => ({ head, align: 'left' as const }));
  return htmlTable({ columns, rows }, { caption: 'Requests for the response', rowHead: 0 });
}

function notes({ continuedAtByte, restarted, agrees }: AttemptRecord): string {
  const told = [
    ...(continuedAtByte === undefined ? [] : [`gone on with at byte ${continuedAtByte}`]),
    ...(restarted === undefined ? [] : [`begun anew: ${restarted}`]),
    ...(agrees === false ? ['the response begins otherwise'] : []),
  ];
  return told.join(', ');
}
