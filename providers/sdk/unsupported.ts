import type { GenerateRequest } from '../provider.ts';

/** What the request asks for and will not get: what the model refused before, and a seed where the API has none. */
export function unsupportedBy(request: GenerateRequest, seedless: string | null): Record<string, string> {
  if (seedless === null || request.sampling.seed === null) return request.unsupported;
  return { ...request.unsupported, seed: seedless };
}

/** The parameters but those that are unset or that the model has refused. */
export function accepted<T extends object>(parameters: T, unsupported: Record<string, string>): { [K in keyof T]?: NonNullable<T[K]> } {
  const kept = Object.entries(parameters).filter(([name, value]) => value !== null && value !== undefined && !(name in unsupported));
  return Object.fromEntries(kept) as { [K in keyof T]?: NonNullable<T[K]> };
}
