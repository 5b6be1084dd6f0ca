import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import MarkdownIt from 'markdown-it';

export const project = path.resolve(import.meta.dirname, '..', '..');

/** The pages that people read; levels' own texts are for models. */
export const pages: string[] = globSync('{*.md,sweeps/*.md,specs/*.md,design/*.md,deploy/*.md}', { cwd: project }).filter(
  // the report of a real sweep holds what models wrote
  (file) => !['REPORT.md', 'specs/footer.md'].includes(file),
);

export interface DocumentedCommand {
  page: string;
  /** As it stands there, e.g. `npx specgen sweep FILE --name overnight`. */
  text: string;
  words: string[];
}

const programs = new Set(['specgen', 'npm', 'npx', 'temporal']);

/** Words of a shell command; quotes hold words together. */
const wordsOf = (text: string): string[] =>
  [...text.matchAll(/(?:[^\s"']|"[^"]*"|'[^']*')+/g)].map(([word]) => word.replace(/^(["'])(.*)\1$/, '$2'));

/** One line can hold several commands, an assignment before them, and a comment behind. */
const commandsIn = (line: string): string[] =>
  line
    .replace(/\s+#.*$/, '')
    .split(/ && | \|\|? |; /)
    .map((part) => part.trim().replace(/^(?:[A-Z_]+=\S* )+/, ''));

function textsOf(page: string): string[] {
  const tokens = new MarkdownIt().parse(readFileSync(path.join(project, page), 'utf8'), {});
  return tokens.flatMap(({ type, content, children }) => {
    if (type === 'fence' || type === 'code_block') return content.split('\n');
    return (children ?? []).filter((child) => child.type === 'code_inline').map((child) => child.content);
  });
}

/** Every command of ours, of npm and of Temporal that the pages show, in blocks and within lines. */
export const documentedCommands: DocumentedCommand[] = pages.flatMap((page) =>
  textsOf(page)
    .flatMap(commandsIn)
    .filter((text) => programs.has(text.split(' ')[0] ?? ''))
    .map((text) => ({ page, text, words: wordsOf(text.replace(/^npx /, '')) })),
);
