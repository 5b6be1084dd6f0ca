/** A stream in hand of one process. */
export interface StreamWriter {
  /** Adds one line. To be awaited before the next; throws, too, when an earlier line could not be kept. */
  append(line: string): Promise<void>;
  /** The stream is whole: everything is kept on return. */
  finish(): Promise<void>;
  /** Everything is kept on return, and the stream is not at its end. */
  close(): Promise<void>;
}

/** Reads a stream while it grows. */
export interface StreamReader {
  /** Whole lines that came since the last call. */
  read(): Promise<string[]>;
  /** True where nothing can come any more but what is there already. */
  isOver(): Promise<boolean>;
  close(): Promise<void>;
}

/** A stream that has not ended: another process writes it now, or did until it was killed. */
export interface GrowingStream {
  key: string;
  /** Milliseconds since 1970. */
  since: number;
}

/** Lines that are kept as they come, under keys of their own. */
export interface Streams {
  /** How often a look at a growing stream can find something new. */
  readonly lookEveryMs: number;
  /** What keeps lines of this process in memory just now, until the store takes them; null where nothing does. */
  readonly trouble: Error | null;

  /**
   * Begins a stream; null where there is one of this key, whoever began it. The first lines are durable on return, later ones
   * against the death of this process or host within seconds: see the store for how many.
   */
  begin(key: string, lines: readonly string[]): Promise<StreamWriter | null>;

  /** Keys of all streams below a prefix. */
  list(prefix: string): Promise<string[]>;

  /** Streams below a prefix that have not ended, the newest first. */
  growing(prefix: string): Promise<GrowingStream[]>;

  /** The lines that are whole; a torn last one is left out. null where there is no such stream. */
  lines(key: string): Promise<string[] | null>;

  /** null where there is no such stream, or it has ended. */
  follow(key: string): Promise<StreamReader | null>;

  remove(keys: readonly string[]): Promise<void>;
}
