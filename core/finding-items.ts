/** A paragraph under the heading "Findings". `item` numbers the outermost list item that it belongs to. */
export interface FindingText {
  text: string;
  item?: number;
  /** Headings and other sections end what a marked paragraph gathers. */
  afterBreak: boolean;
}

const number = String.raw`(?:(?:finding|bug|fault|issue|problem|defect|error)\s*)?[#№]?\d{1,2}`;
/** Bullets and numbers that Markdown does not take for a list, as `(1)`, `1:`, `#1 –`, `a)`, `①`, `•`. */
const marker = new RegExp(
  String.raw`^(\s*)(\*{1,3}|_{1,3})?(?:(?<bullet>[•‣⁃∙◦▪▫●○■□►▸▶➤·–—])|[(\[]${number}[)\]]|${number}\s*(?:[.):]|\s[–—-](?=\s))|[(]?[a-z][)]|[①-⑳]|\d\uFE0F?\u20E3)(\2)?(?=[\s*_])\s*`,
  'iu',
);

interface Opening {
  indentation: number;
  /** The bullet itself, or `number`. */
  kind: string;
  text: string;
}

/**
 * Items of a section of findings: outermost list items, and paragraphs or lines of them that begin with a number or a
 * bullet. The first such marker tells which kind counts; lines with another one, indented further, and lists below a
 * marked paragraph are part of its item. After a marked paragraph that is a bold title and no more, so is the text.
 */
export function findingItems(texts: FindingText[]): string[] {
  const items = new FindingItems();
  for (const text of texts) items.take(text);
  return items.found.map((parts) => parts.join('\n'));
}

const partsKept = 50;

class FindingItems {
  readonly found: string[][] = [];
  private kind: string | undefined;
  private list: number | undefined;
  /** What a marked paragraph gathers after its own lines. */
  private gathers: 'nothing' | 'lists' | 'all' = 'nothing';

  take({ text, item, afterBreak }: FindingText): void {
    if (afterBreak) this.gathers = 'nothing';
    if (item === undefined) this.takeParagraph(text);
    else if (item === this.list || this.gathers !== 'nothing') this.add(text);
    else this.open(text);
    this.list = item;
  }

  private takeParagraph(text: string): void {
    const lines = text.split('\n');
    const openings = lines.map(openingOf);
    const kind = this.kind ?? openings.find((one) => one !== undefined)?.kind;
    const later = openings.slice(1).filter((one) => one !== undefined && one.kind === kind);
    const outermost = later.reduce((least, one) => Math.min(least, one!.indentation), Number.POSITIVE_INFINITY);
    const opens = (one: Opening | undefined, index: number) =>
      one !== undefined && one.kind === kind && (index === 0 || one.indentation === outermost);
    if (!openings.some(opens)) {
      if (this.gathers === 'all') this.add(text);
      else this.gathers = 'nothing';
      return;
    }
    this.kind = kind;
    let begun = false;
    for (const [index, line] of lines.entries()) {
      if (opens(openings[index], index)) this.open(openings[index]!.text);
      else if (begun) this.add(line.trim());
      begun ||= opens(openings[index], index);
    }
    this.gathers = isTitle(lines.at(-1)!) ? 'all' : 'lists';
  }

  private open(text: string): void {
    this.found.push([text]);
  }

  private add(text: string): void {
    const parts = this.found.at(-1)!;
    if (parts.length < partsKept) parts.push(text);
  }
}

function openingOf(line: string): Opening | undefined {
  const match = marker.exec(line);
  if (match === null) return undefined;
  const [whole, indentation = '', emphasis = '', bullet, closed] = match;
  const text = `${closed ? '' : emphasis}${line.slice(whole.length)}`.trim();
  return text === '' ? undefined : { indentation: indentation.length, kind: bullet ?? 'number', text };
}

function isTitle(line: string): boolean {
  return /^\s*(?:\S{1,4}\s*)?(?:\*\*|__)[^*_]{1,80}(?:\*\*|__)\s*:?\s*$/.test(line);
}
