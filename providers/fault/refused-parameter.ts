import type { Complaint } from './complaint.ts';

const names = /^(unsupported|unknown|invalid)_(parameter|value)$/;
const words = /unsupported|not support|deprecat|not permitted|not allowed|unknown|unrecogni[sz]ed|unexpected|only the default|removed/i;

/** Which of the parameters that were sent the server will not have at all; null when it complains of something else. */
export function refusedParameter(complaint: Complaint, sent: readonly string[]): string | null {
  if (complaint.status !== 400 && complaint.status !== 422) return null;
  if (!complaint.names.some((name) => names.test(name)) && !words.test(complaint.message)) return null;
  const blamed = sent.find((parameter) => complaint.parameter === parameter);
  return blamed ?? sent.find((parameter) => new RegExp(`\\b${parameter}\\b`).test(complaint.message)) ?? null;
}
