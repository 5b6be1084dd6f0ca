import { type FindingText, findingItems } from './finding-items.ts';
import { type Block, readBlocks } from './markdown.ts';
import { readResponseText } from './response-text.ts';

/** Longest text of one item that is looked at, in characters. */
const itemLength = 2_000;

/** Longest paragraph of findings that is searched for items. */
const paragraphLength = 100_000;

/** The parts of a response's prose that patterns look at; text inside fences is in none of them. */
export interface Sections {
  /** Items under a heading "Findings", nested items included; see `findingItems`. */
  findings: string[];
  /** What follows `ASSUMPTION:` on a line, wherever the line stands. */
  assumptions: string[];
  /** Paragraphs and list items under a heading "Feasibility". */
  feasibility: string[];
  /** Every heading, paragraph and list item. */
  prose: string[];
}

/** Reads the sections of a Markdown response. A section that appears twice is read twice. */
export function readSections(response: string): Sections {
  const blocks = readBlocks(readResponseText(response).lines);
  const findings: FindingText[] = [];
  const feasibility: string[] = [];
  const prose: string[] = [];
  let section: Title | undefined;
  let afterBreak = true;
  for (const block of blocks) {
    if (block.kind === 'fence') continue;
    prose.push(bounded(block.text));
    const title = titleOf(block);
    if (title !== undefined) section = title;
    else if (block.kind === 'heading' && block.depth <= (section?.depth ?? 0)) section = undefined;
    const text = title === undefined ? block.text : title.rest;
    if (section?.name === 'feasibility' && text !== '') feasibility.push(bounded(text));
    if (block.kind === 'heading' || title !== undefined) afterBreak = true;
    if (section?.name !== 'findings' || block.kind !== 'paragraph' || text === '') continue;
    findings.push({ text: text.slice(0, paragraphLength), afterBreak, ...(block.item === undefined ? {} : { item: block.item }) });
    afterBreak = false;
  }
  return {
    findings: findingItems(findings).map(bounded),
    assumptions: assumptionsIn(blocks),
    feasibility,
    prose,
  };
}

interface Title {
  name: 'findings' | 'feasibility';
  /** Headings of this depth and above end the section; a bold line in place of a heading ends at any. */
  depth: number;
  /** Text on the same line, after the title. */
  rest: string;
}

const words = String.raw`(findings?|feasibility)(?:\s+(?:section|statement|assessment|analysis|check|verdict|note))?`;
const headingTitle = new RegExp(String.raw`^(?:\d+[.)]\s*)?${words}\s*(?:[:.–—-]\s*(.*))?$`, 'is');
const boldTitle = new RegExp(String.raw`^(?:\*\*|__)\s*(?:\d+[.)]\s*)?${words}\s*[:.]?\s*(?:\*\*|__)\s*[:.–—-]?\s*(.*)$`, 'is');
const plainTitle = new RegExp(String.raw`^${words}\s*(?::\s*(.*))?$`, 'is');

function titleOf(block: Exclude<Block, { kind: 'fence' }>): Title | undefined {
  const text = bounded(block.text);
  if (block.kind === 'paragraph' && block.item !== undefined) return undefined;
  const plain = text.replace(/[*_`#]/g, '').trim();
  const match = block.kind === 'heading' ? headingTitle.exec(plain) : (boldTitle.exec(text) ?? plainTitle.exec(text));
  if (match === null) return undefined;
  const name = match[1]?.toLowerCase() === 'feasibility' ? 'feasibility' : 'findings';
  return { name, depth: block.kind === 'heading' ? block.depth : 6, rest: match[2]?.trim() ?? '' };
}

function assumptionsIn(blocks: Block[]): string[] {
  return blocks.flatMap((block) => {
    if (block.kind === 'fence' || !/assumption/i.test(block.text)) return [];
    const lines = block.text
      .split('\n')
      .map((line) => /^[\s>*_`\-+\d.)]*ASSUMPTION\s*#?\d*[*_`\s]*:[*_`\s]*(.*)$/i.exec(bounded(line))?.[1]);
    return lines.filter((line) => line !== undefined).map((line) => line.trim());
  });
}

function bounded(text: string): string {
  return text.slice(0, itemLength);
}
