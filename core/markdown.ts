import MarkdownIt from 'markdown-it';
import { closesFence } from './fence.ts';

/** A piece of a Markdown document, in reading order. `line` counts from 1. */
export type Block =
  | { kind: 'heading'; text: string; depth: number; line: number }
  /** `item` numbers the outermost list item that the paragraph belongs to; absent outside lists. */
  | { kind: 'paragraph'; text: string; line: number; item?: number }
  | Fence;

export interface Fence {
  kind: 'fence';
  info: string;
  content: string;
  line: number;
  /** False when the block runs to the end of the response without a closing fence. */
  closed: boolean;
}

/** Text between fences is never rendered, so only block structure is parsed; four spaces of indentation mean nothing. */
const parser = new MarkdownIt('commonmark', { html: false }).disable(['code', 'inline', 'reference', 'normalize']);
parser.set({ maxNesting: 12 });

type Token = ReturnType<typeof parser.parse>[number];

const wrappersDeep = 3;

/** Reads a document into blocks, descending into fences that wrap a whole Markdown answer. */
export function readBlocks(lines: string[]): Block[] {
  return new BlockReader().read(lines, 0, wrappersDeep, false);
}

class BlockReader {
  private items = 0;

  /** `enclosed`: a closing fence follows these lines. */
  read(lines: string[], offset: number, depth: number, enclosed: boolean): Block[] {
    const blocks: Block[] = [];
    const last = lines.findLastIndex((line) => line.trim() !== '');
    let nesting = 0;
    let heading = 0;
    for (const token of parser.parse(lines.join('\n'), {})) {
      if (token.type === 'list_item_open' && nesting++ === 0) this.items++;
      if (token.type === 'list_item_close') nesting--;
      if (token.type === 'heading_open') heading = Number(token.tag.slice(1));
      if (token.type === 'heading_close') heading = 0;
      const [start, end] = token.map ?? [0, 0];
      const line = offset + start + 1;
      if (token.type === 'inline') blocks.push(this.text(token.content, line, heading, nesting));
      if (token.type !== 'fence') continue;
      const closed = enclosed || end <= last || closesFence(lines[end - 1] ?? '', token.markup);
      if (depth > 0 && wraps(token)) for (const block of this.read(token.content.split('\n'), line, depth - 1, closed)) blocks.push(block);
      else blocks.push({ kind: 'fence', info: token.info.trim(), content: token.content, line, closed });
    }
    return blocks;
  }

  private text(text: string, line: number, heading: number, nesting: number): Block {
    if (heading > 0) return { kind: 'heading', text, depth: heading, line };
    return { kind: 'paragraph', text, line, ...(nesting > 0 ? { item: this.items } : {}) };
  }
}

/** Fences marked as Markdown hold prose and blocks; longer ones without that mark do so when they hold a fence. */
function wraps(token: Token): boolean {
  const info = token.info.trim();
  if (/^(markdown|md)\b/i.test(info)) return true;
  return token.markup.length > 3 && !/^go/i.test(info) && /^[ >]*(`{3,}|~{3,})/m.test(token.content);
}
