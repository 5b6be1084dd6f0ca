import type { Streams } from './streams.ts';

/** What lies directly below a prefix. */
export interface Entry {
  name: string;
  isFolder: boolean;
}

/**
 * Where sweeps keep their results: texts under keys, which are relative paths with slashes (`night/ollama+a/01-x/1/score.json`).
 * All programs and hosts of an installation share one. Every method throws a `StorageError` where the store cannot do
 * what is asked (full, denied, not reachable); what it holds stays whole then.
 */
export interface Store {
  /** How people name it: the path of a folder, or `s3://bucket/prefix`. */
  readonly place: string;
  /** So many questions at a time are answered faster than one after another; 1 where an answer takes no time. */
  readonly worthAtOnce: number;
  readonly streams: Streams;

  /** Throws where the store cannot be used, or cannot decide between two hosts that create the same: for programs to ask as they start. */
  probe(): Promise<void>;

  /** How people name what is under a key. */
  placeOf(key: string): string;

  /** The text under a key; null where there is none. */
  find(key: string): Promise<string | null>;

  /** The last bytes under a key; null where there are fewer. */
  findEnd(key: string, bytes: number): Promise<string | null>;

  /** Replaces or creates: readers and a crash see the old text or the new one, whole. On return it survives a loss of power. */
  write(key: string, text: string): Promise<void>;

  /** As `write` as far as readers go, for what can be made anew: a loss of power may spoil it. */
  writeDerived(key: string, text: string): Promise<void>;

  /** As `write`, but only where nothing is there; false, and nothing changed, where something is. Decides between hosts. */
  create(key: string, text: string): Promise<boolean>;

  /** As `create`, for several texts that are there together or not at all: `name` is under `key/name`. See `findTogether`. */
  createTogether(key: string, texts: ReadonlyMap<string, string>): Promise<boolean>;

  /** Texts by name as `createTogether` placed them; null for a name that is not among them. */
  findTogether<Name extends string>(key: string, names: readonly Name[]): Promise<Record<Name, string | null>>;

  /** Every key below a prefix, sorted. */
  list(prefix: string): Promise<string[]>;

  /** What lies directly below a prefix, sorted by name; nothing where the prefix does not exist. */
  entries(prefix: string): Promise<Entry[]>;

  /** Removes what is under these keys, if it is there, and folders that are empty then as far down as `within`. */
  remove(keys: readonly string[], within?: string): Promise<void>;

  /** Removes what killed processes have left half-made. Returns how much. */
  removeLeftovers(): Promise<number>;
}
