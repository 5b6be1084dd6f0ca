import { OpenAI } from 'openai';
import { longestTimeoutMs, patientFetch } from '../connection/patient-fetch.ts';
import type { Complaint } from '../fault/complaint.ts';
import { sdkComplaint } from '../sdk/complaint.ts';
import type { Contact } from '../sdk/service.ts';

/** The OpenAI SDK without retries and limits of its own. */
export function openaiClient({ access }: Contact): OpenAI {
  return new OpenAI({
    baseURL: access.baseUrl,
    apiKey: access.key ?? 'none',
    adminAPIKey: null,
    maxRetries: 0,
    timeout: longestTimeoutMs,
    logLevel: 'off',
    fetch: patientFetch,
  });
}

/** The SDK's error as a complaint of the server; null for lost connections and other errors. */
export function openaiComplaint(error: unknown): Complaint | null {
  if (error instanceof OpenAI.APIConnectionError) return null;
  return error instanceof OpenAI.APIError ? sdkComplaint(error) : null;
}

export async function openaiModels(to: Contact, signal: AbortSignal): Promise<string[]> {
  const page = await openaiClient(to).models.list({ signal });
  return page.data.map((model) => model.id);
}
