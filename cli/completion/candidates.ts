import type { Argument, Command, Option } from 'commander';

/** One way to go on: the whole word, and what it means. */
export interface Candidate {
  value: string;
  meaning: string;
}

/** What a shell may offer: words, or the names of files. */
export type Offer = Candidate[] | 'files';

/** Names that only the disk or a server knows. `place` is what the argument or option calls itself; `given` the arguments before it. */
export type Names = (place: string, given: string[]) => Promise<Offer>;

/** Where in the tree the words have led to. */
interface Place {
  command: Command;
  given: string[];
  /** An option that waits for its value. */
  open: Option | null;
}

const optionNamed = (command: Command, flag: string): Option | undefined =>
  command.options.find(({ short, long }) => flag === short || flag === long);

function walk(program: Command, words: string[]): Place {
  const place: Place = { command: program, given: [], open: null };
  for (const word of words) {
    const found = place.command.commands.find((command) => command.name() === word);
    if (word.startsWith('-')) {
      const option = optionNamed(place.command, word);
      place.open = option && (option.required || option.optional) ? option : null;
    } else if (place.open) {
      if (!place.open.variadic) place.open = null;
    } else if (found) place.command = found;
    else place.given.push(word);
  }
  return place;
}

const flags = (command: Command): Candidate[] =>
  command
    .createHelp()
    .visibleOptions(command)
    .flatMap(({ long, description }) => (long ? [{ value: long, meaning: description }] : []));

const commands = (command: Command): Candidate[] =>
  command
    .createHelp()
    .visibleCommands(command)
    .map((sub) => ({ value: sub.name(), meaning: sub.summary() || sub.description() }));

function next({ command, given }: Place): Argument | undefined {
  const all = command.registeredArguments;
  return all[given.length] ?? (all.at(-1)?.variadic ? all.at(-1) : undefined);
}

/** What may stand where the last of `words` stands, which is begun or empty. */
export async function candidates(program: Command, words: string[], names: Names): Promise<Offer> {
  const begun = words.at(-1) ?? '';
  const place = walk(program, words.slice(0, -1));
  const offer = await offered(place, begun, names);
  return offer === 'files' ? offer : offer.filter(({ value }) => value.startsWith(begun));
}

async function offered(place: Place, begun: string, names: Names): Promise<Offer> {
  const { command, given, open } = place;
  if (begun.startsWith('-')) return flags(command);
  if (open) return choices(open.argChoices) ?? (await names(open.attributeName(), given));
  if (command.commands.length > 0) return commands(command);
  const argument = next(place);
  return argument ? (choices(argument.argChoices) ?? (await names(argument.name(), given))) : [];
}

const choices = (values: readonly string[] | undefined): Candidate[] | null => values?.map((value) => ({ value, meaning: '' })) ?? null;
