import type { ProviderFault } from '../provider-error.ts';
import type { Complaint, Refusal } from './complaint.ts';
import { refusedParameter } from './refused-parameter.ts';

type Simple = Exclude<ProviderFault, { action: 'drop' }>;

interface Rule {
  fault: Simple;
  statuses?: number[];
  names?: RegExp;
  message?: RegExp;
}

const pause = (cause: Extract<Simple, { action: 'pause' }>['cause']): Simple => ({ action: 'pause', cause });
const wait = (cause: Extract<Simple, { action: 'wait' }>['cause']): Simple => ({ action: 'wait', cause });

/** What needs a person, most specific first: an empty account also answers 429, a forbidden model also 403. */
const urgent: Rule[] = [
  {
    fault: pause('quota'),
    statuses: [402],
    names: /^(insufficient_quota|billing_\w+|enforced_spend_limit_reached)$/,
    message: /enforced_spend_limit_reached|credit balance is too low|exceeded your current quota/i,
  },
  { fault: pause('missing-model'), statuses: [404], names: /^(model_not_found|not_found_error)$/ },
  { fault: pause('bad-key'), statuses: [401, 403], names: /^(authentication_error|permission_error|invalid_api_key)$/ },
  {
    fault: pause('context-too-long'),
    statuses: [413],
    names: /^(context_length_exceeded|request_too_large|exceed_context_size_error)$/,
    message:
      /prompt is too long|exceeds? (the |your )?(model's )?(available )?context|maximum context length|context (length|window|limit) (is )?exceeded/i,
  },
];

const refusals = /^(content_filter|content_policy_violation|invalid_prompt|bio_policy|cyber_policy\w*|misalignment_policy_violation)$/;

const ordinary: Rule[] = [
  { fault: wait('rate-limited'), statuses: [429], names: /^rate_limit/ },
  { fault: wait('overloaded'), statuses: [503, 529], names: /^overloaded/ },
  // Ollama answers 500 to these two, and will again until the request or the machine changes.
  { fault: pause('bad-request'), message: /^option ".*" must be of type|requires more system memory/ },
  { fault: wait('server-error'), statuses: [408, 409, 425] },
  { fault: pause('bad-request'), names: /^invalid_request/ },
];

/** What a server's complaint means; `sent` are the parameters that could be left out. */
export function judge(complaint: Complaint, sent: readonly string[] = []): ProviderFault | Refusal {
  const first = urgent.find((rule) => applies(rule, complaint));
  if (first) return first.fault;
  const refusal = complaint.names.find((name) => refusals.test(name));
  if (refusal) return { action: 'refuse', reason: refusal };
  const parameter = refusedParameter(complaint, sent);
  if (parameter) return { action: 'drop', cause: 'unsupported-parameter', parameter, words: complaint.message };
  return withPatience(ordinary.find((rule) => applies(rule, complaint))?.fault ?? byStatus(complaint.status), complaint);
}

function applies({ statuses, names, message }: Rule, complaint: Complaint): boolean {
  if (complaint.status !== undefined && statuses?.includes(complaint.status)) return true;
  if (names && complaint.names.some((name) => names.test(name))) return true;
  return message?.test(complaint.message) ?? false;
}

function byStatus(status = 500): Simple {
  return status >= 300 && status < 500 ? pause('bad-request') : wait('server-error');
}

function withPatience(fault: Simple, { retryAfterMs }: Complaint): Simple {
  return fault.action === 'wait' && retryAfterMs !== undefined ? { ...fault, retryAfterMs } : fault;
}
