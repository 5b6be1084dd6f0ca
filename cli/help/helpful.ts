import { styleText } from 'node:util';
import type { Command } from 'commander';
import { exitMeanings } from '../exit.ts';
import { guides } from './guide.ts';

/** Commander takes it away where colours are not wanted: in a pipe, with NO_COLOR; FORCE_COLOR brings it back. */
const bold = (text: string): string => styleText('bold', text, { validateStream: false });

/** Two columns, the second one in line. */
function listed(rows: [left: string, right: string][]): string {
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`).join('\n');
}

/** Gives a command its group, its line in `specgen --help`, and its examples. */
export function helpful(command: Command): Command {
  command.configureHelp({ styleTitle: bold });
  const guide = guides[command.name()];
  if (!guide) return command;
  const examples = `\n${bold('Examples:')}\n${listed(guide.examples)}`;
  return command.helpGroup(guide.group).summary(guide.summary).addHelpText('after', examples);
}

/** The end of `specgen --help`. */
export function closing(): string {
  const codes = Object.entries(exitMeanings).map(([code, meaning]) => `${code} ${meaning}`);
  const lines = [codes.slice(0, 2), codes.slice(2)].map((some) => `  ${some.join(', ')}`);
  return `\n${bold('Exit codes:')}\n${lines.join(',\n')}\n\n"specgen COMMAND --help" shows options and examples, "specgen doctor" what is missing.`;
}
