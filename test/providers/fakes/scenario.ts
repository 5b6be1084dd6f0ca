/** What a fake server does with one request for a response. */
export type Scenario =
  | {
      do: 'answer';
      text?: string;
      reasoning?: string;
      /** How the provider says that it ended; in each dialect's own words. */
      stop?: 'complete' | 'truncated' | 'refused';
      /** Before the headers, as local servers do while they read the prompt. */
      firstTokenMs?: number;
      betweenTokensMs?: number;
    }
  /** The connection is destroyed after so many pieces. */
  | { do: 'break'; after: number }
  /** The body ends after so many pieces, as if it were whole, without the sign of completion. */
  | { do: 'end-early'; after: number }
  /** Silence after so many pieces, until the client leaves. */
  | { do: 'stall'; after: number }
  /** Silence before the headers. */
  | { do: 'stall-before-headers' }
  /** An answer of status 400 or above. */
  | { do: 'refuse'; status: number; error: ServerError; headers?: Record<string, string> }
  /** An error within the stream, after so many pieces. */
  | { do: 'fail-within'; after: number; error: ServerError }
  /** These bytes, as they are. */
  | { do: 'say'; status?: number; contentType: string; body: string };

export interface ServerError {
  message: string;
  type?: string;
  code?: string;
  param?: string;
}

/** The response where a scenario gives none: prose, a file, and letters of more than one byte. */
export const usualText = [
  '## Findings\n\n- the tariff rounds up – see R3\n\n',
  '```go\n// file: tariff.go\npackage tariff\n\nfunc Fee(minutes int) int { return minutes / 2 }\n```\n',
].join('');

/** The pieces that a text is streamed in: tokens of four characters. */
export const pieces = (text: string): string[] => text.match(/.{1,4}/gsu) ?? [];
