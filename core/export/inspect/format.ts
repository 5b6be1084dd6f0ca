/**
 * The parts of Inspect AI's log format, version 2, that an export fills in. Source: the types of the package
 * `inspect_ai` (`inspect_ai.log.EvalLog` and what it holds) and https://inspect.aisi.org.uk/eval-logs.html. Fields
 * that are left out take the defaults of that package. Times are ISO 8601, durations seconds.
 */
export interface InspectLog {
  version: 2;
  /** `started` while planned trials have no outcome yet. */
  status: 'started' | 'success';
  eval: InspectEval;
  plan: { name: string; steps: { solver: string; params: Record<string, unknown> }[]; config: InspectConfig };
  results: InspectResults;
  stats: { started_at: string; completed_at: string; model_usage: Record<string, InspectUsage> };
  samples: InspectSample[];
}

/** Sampling as asked for. */
export interface InspectConfig {
  max_tokens: number;
  temperature?: number;
  seed?: number;
}

export interface InspectEval {
  run_id: string;
  created: string;
  task: string;
  /** Tells logs of one folder apart; the viewer shows one log for each. */
  task_id: string;
  task_args: Record<string, unknown>;
  tags: string[];
  /** `samples` counts levels; what specgen calls a sample is an epoch here. */
  dataset: { name: string; samples: number; sample_ids: string[] };
  /** `provider/name`. */
  model: string;
  model_generate_config: InspectConfig;
  config: { epochs: number; epochs_reducer: string[]; fail_on_error: boolean };
  packages: Record<string, string>;
  metadata: Record<string, unknown>;
  scorers: { name: string }[];
}

export interface InspectResults {
  total_samples: number;
  completed_samples: number;
  scores: InspectEvalScore[];
}

/** One scorer over all samples. */
export interface InspectEvalScore {
  name: string;
  scorer: string;
  reducer: string;
  scored_samples: number;
  unscored_samples: number;
  metrics: Record<string, { name: string; value: number }>;
  metadata: Record<string, unknown>;
}

export interface InspectSample {
  id: string;
  epoch: number;
  input: string;
  target: string;
  messages: InspectMessage[];
  output: InspectOutput;
  events: InspectModelEvent[];
  scores: Record<string, InspectScore>;
  metadata: Record<string, unknown>;
  model_usage: Record<string, InspectUsage>;
  started_at?: string;
  completed_at?: string;
  total_time?: number;
  uuid: string;
  error?: InspectError;
}

export interface InspectMessage {
  id: string;
  role: 'user' | 'assistant';
  source: 'input' | 'generate';
  content: string | ({ type: 'reasoning'; reasoning: string } | { type: 'text'; text: string })[];
  model?: string;
}

export interface InspectOutput {
  model: string;
  choices: { message: InspectMessage; stop_reason: 'stop' | 'max_tokens' | 'content_filter' | 'unknown' }[];
  usage?: InspectUsage;
  time?: number;
  metadata?: Record<string, unknown>;
}

/** The request that brought the response; the transcript and the data frame of messages are made of it. */
export interface InspectModelEvent {
  event: 'model';
  timestamp: string;
  completed: string;
  /** Seconds since the sample began. */
  working_start: number;
  working_time: number;
  model: string;
  input: InspectMessage[];
  tools: never[];
  tool_choice: 'none';
  config: InspectConfig;
  output: InspectOutput;
}

export interface InspectUsage {
  input_tokens: number;
  output_tokens: number;
  total_tokens: number;
  reasoning_tokens?: number;
  /** US dollars. */
  total_cost?: number;
}

/** What one scorer says of one sample. */
export interface InspectScore {
  /** 0–1. */
  value: number;
  answer?: string;
  /** CommonMark. */
  explanation?: string;
  /** Why the model has nothing to score, in the format's words. */
  reason?: 'refusal' | 'no_response';
  metadata?: Record<string, unknown>;
}

export interface InspectError {
  message: string;
  traceback: string;
  traceback_ansi: string;
}
