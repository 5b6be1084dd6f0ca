/** Headings of `specgen --help`, in their order. */
export const groups = ['Start and stop:', 'Sweeps:', 'While a sweep runs:', 'Results:', 'Levels:', 'This machine:'] as const;

/** What the help tells of a command besides its arguments and options. */
export interface Guide {
  group: (typeof groups)[number];
  /** At most 58 characters, for the one screen of `specgen --help`. */
  summary: string;
  /** Commands to paste, each with what it is for. */
  examples: [command: string, purpose: string][];
}

const stack: Record<string, Guide> = {
  up: {
    group: 'Start and stop:',
    summary: 'start Temporal, its Web UI and the workers',
    examples: [
      ['specgen up', 'in the background; "specgen logs" shows what they write'],
      ['specgen up --foreground', 'in this terminal, until Ctrl-C'],
      ['TEMPORAL_ADDRESS=temporal.example:7233 specgen up', 'workers alone, for a server of yours'],
    ],
  },
  down: {
    group: 'Start and stop:',
    summary: 'end what "up" started',
    examples: [['specgen down', 'sweeps that are open go on with the next "specgen up"']],
  },
  logs: {
    group: 'Start and stop:',
    summary: 'print what the running programs wrote',
    examples: [
      ['specgen logs', 'the last 200 lines of each'],
      ['specgen logs generation --follow', 'one program, as it goes on'],
    ],
  },
  worker: {
    group: 'Start and stop:',
    summary: 'join a server that runs elsewhere, for some queues',
    examples: [
      ['TEMPORAL_ADDRESS=temporal.example:7233 specgen worker --queues grading', 'a host that grades'],
      ['TEMPORAL_ADDRESS=temporal.example:7233 specgen worker --queues ollama', "a host's own Ollama"],
    ],
  },
  'codec-server': {
    group: 'Start and stop:',
    summary: 'decrypt histories for the Web UI and the temporal CLI',
    examples: [['SPECGEN_CODEC_FILE=keys specgen codec-server --port 8888', 'on this machine alone']],
  },
  demo: {
    group: 'Start and stop:',
    summary: 'try it all with built-in models: no server, no cost',
    examples: [['specgen demo', 'what "npm start" runs']],
  },
};

const sweeps: Record<string, Guide> = {
  plan: {
    group: 'Sweeps:',
    summary: 'what a sweep would ask: trials, tokens, time and cost',
    examples: [
      ['specgen plan sweeps/demo.json', 'a sweep file'],
      ['specgen plan -m qwen2.5-coder:32b -l 1-7 -s 5', 'the same without a file'],
      ['specgen plan night.json --prices prices.json', 'with prices of yours'],
    ],
  },
  sweep: {
    group: 'Sweeps:',
    summary: 'ask models for answers to levels, and grade them',
    examples: [
      ['specgen sweep sweeps/demo.json', 'a sweep file; the sweep is named after it'],
      ['specgen sweep -m qwen2.5-coder:32b qwen2.5-coder:7b -l 1-7 -n first', 'two Ollama models'],
      ['specgen sweep night.json --no-follow --json', 'start it and return at once'],
    ],
  },
  run: {
    group: 'Sweeps:',
    summary: 'one model, one level, one answer',
    examples: [
      ['specgen run -m qwen2.5-coder:32b -s 1', 'level 1'],
      ['specgen run -m anthropic:MODEL -s specs/01-parking-tariff', 'the key is read by the workers'],
    ],
  },
  status: {
    group: 'Sweeps:',
    summary: 'all sweeps, or how far one is',
    examples: [
      ['specgen status', 'what is up, and all sweeps'],
      ['specgen status night --follow', 'keep showing it; Ctrl-C stops showing, not the sweep'],
    ],
  },
  watch: {
    group: 'Sweeps:',
    summary: 'read the response that is being written now',
    examples: [['specgen watch night', 'of this sweep alone']],
  },
};

const steering: Record<string, Guide> = {
  pause: {
    group: 'While a sweep runs:',
    summary: 'begin nothing new',
    examples: [
      ['specgen pause', 'the one sweep that runs'],
      ['specgen pause night -m ollama:qwen2.5-coder:32b', 'one of its models'],
    ],
  },
  resume: {
    group: 'While a sweep runs:',
    summary: 'let what is paused go on',
    examples: [
      ['specgen resume', 'the one sweep that runs'],
      ['specgen resume night --max-cost 30', 'with another limit of cost, in US dollars'],
    ],
  },
  limit: {
    group: 'While a sweep runs:',
    summary: 'change how many requests are in flight',
    examples: [['specgen limit night -c 8', 'of each model']],
  },
  add: {
    group: 'While a sweep runs:',
    summary: 'add a model',
    examples: [['specgen add night ollama:qwen2.5-coder:7b', 'it is asked for all levels of the sweep']],
  },
  cancel: {
    group: 'While a sweep runs:',
    summary: 'end it; what is graded stays, the report is made',
    examples: [['specgen cancel night', 'it always wants the name']],
  },
};

const results: Record<string, Guide> = {
  report: {
    group: 'Results:',
    summary: 'write the report anew',
    examples: [['specgen report night', 'from what is stored, of a running sweep as well']],
  },
  show: {
    group: 'Results:',
    summary: 'one trial: verdicts with reasons, the response',
    examples: [
      ['specgen show night qwen2.5-coder:32b 3', 'level 3, sample 1'],
      ['specgen show night qwen2.5-coder:32b 3 2 --json', 'sample 2, for a program'],
    ],
  },
  compare: {
    group: 'Results:',
    summary: 'two sweeps, or two models, side by side',
    examples: [
      ['specgen compare monday tuesday', 'the models that both have'],
      ['specgen compare night/qwen2.5-coder:32b night/qwen2.5-coder:7b', 'two models of one sweep'],
    ],
  },
  export: {
    group: 'Results:',
    summary: 'logs for Inspect AI, or CSV tables',
    examples: [
      ['specgen export night', 'Inspect AI'],
      ['specgen export night --format csv', 'one line per trial, one per check'],
    ],
  },
  verify: {
    group: 'Results:',
    summary: 'recompute it all: is the report true?',
    examples: [['specgen verify night', 'exit code 4 where something differs']],
  },
  score: {
    group: 'Results:',
    summary: 'grade stored responses again; no model is asked',
    examples: [['specgen score night', 'after a level or the grader changed']],
  },
};

const levels: Record<string, Guide> = {
  levels: {
    group: 'Levels:',
    summary: 'the table of levels',
    examples: [
      ['specgen levels', "specgen's own"],
      ['specgen levels --specs ./levels --json', 'a collection of yours'],
    ],
  },
  'new-level': {
    group: 'Levels:',
    summary: 'make a level of your own that passes the gate',
    examples: [
      ['specgen new-level my-levels/01-till-rounding', 'then change it, file by file'],
      ['specgen check-levels --specs my-levels', 'hold it against what a level promises'],
    ],
  },
  grade: {
    group: 'Levels:',
    summary: 'one response to a score, without Temporal or a model',
    examples: [
      ['specgen grade -l 1 -r response.md', 'an answer in a file'],
      ['pbpaste | specgen grade -l 1 -r -', 'an answer from the clipboard'],
    ],
  },
  'check-levels': {
    group: 'Levels:',
    summary: 'hold level folders against all that a level promises',
    examples: [
      ['specgen check-levels', 'those that have changed'],
      ['specgen check-levels -l 3 --all', 'level 3, changed or not'],
    ],
  },
};

const machine: Record<string, Guide> = {
  doctor: {
    group: 'This machine:',
    summary: 'check all that a sweep needs; each problem with its fix',
    examples: [
      ['specgen doctor', 'this machine'],
      ['specgen doctor night.json', 'and what this sweep needs: its hosts, models and keys'],
    ],
  },
  models: {
    group: 'This machine:',
    summary: 'what each provider offers now',
    examples: [
      ['specgen models', 'Ollama, APIs with a key, built-in models'],
      ['specgen models night.json', "and the sweep file's endpoints"],
    ],
  },
  'prove-continuation': {
    group: 'This machine:',
    summary: 'may cut responses of a model on a GPU be continued?',
    examples: [['specgen prove-continuation qwen2.5-coder:7b', 'cuts a hundred responses on purpose']],
  },
  completion: {
    group: 'This machine:',
    summary: 'completion for bash, zsh or fish',
    examples: [
      ['source <(specgen completion bash)', 'for ~/.bashrc'],
      ['source <(specgen completion zsh)', 'for ~/.zshrc, behind compinit'],
      ['specgen completion fish | source', 'for ~/.config/fish/config.fish'],
    ],
  },
};

/** By the name of the command; `specgen --help` lists them in this order. */
export const guides: Record<string, Guide> = { ...stack, ...sweeps, ...steering, ...results, ...levels, ...machine };
