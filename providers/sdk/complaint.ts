import type { Complaint } from '../fault/complaint.ts';
import { retryAfterMs } from '../fault/retry-after.ts';

/** What the API errors of the Anthropic and OpenAI SDKs have in common. */
interface SdkError {
  status: number | undefined;
  headers: Headers | undefined;
  /** Anthropic: the whole body, `{type, error: {type, message, details}}`; OpenAI: its `error` field. */
  error: unknown;
  requestID: string | null | undefined;
  message: string;
}

interface ErrorBody {
  type?: string | null;
  code?: string | number | null;
  param?: string | null;
  message?: string;
  details?: { error_code?: string } | null;
  error?: ErrorBody;
}

/** An SDK's API error as a complaint. */
export function sdkComplaint(error: SdkError, nowMs = Date.now()): Complaint {
  const outer = (typeof error.error === 'object' ? error.error : null) as ErrorBody | null;
  const body = outer?.error ?? outer;
  const names = [body?.type, body?.code, body?.details?.error_code].filter((name) => typeof name === 'string');
  return {
    status: error.status,
    names,
    parameter: body?.param ?? undefined,
    message: body?.message ?? error.message,
    retryAfterMs: retryAfterMs(error.headers, nowMs),
    requestId: error.requestID ?? undefined,
  };
}
