/** What a server said against a request, in the words that all providers share. */
export interface Complaint {
  /** HTTP status; absent for an error event within a stream. */
  status?: number | undefined;
  /** Machine-readable names that the server gave: type, code, detail. */
  names: string[];
  /** The parameter that the server blames, where it has a field for it. */
  parameter?: string | undefined;
  message: string;
  retryAfterMs?: number | undefined;
  requestId?: string | undefined;
}

/** The declining of content by a provider: an end of the response, not a fault. */
export interface Refusal {
  action: 'refuse';
  /** The server's own name for it. */
  reason: string;
}
