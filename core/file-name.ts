import type { Fence } from './markdown.ts';

const name = String.raw`[^\s\`"'*:=,;()<>{}\[\]]+\.go`;
const marker = new RegExp(
  String.raw`^\s*(?://|/\*|#|<!--)\s*(?:(?:file|filename|file name|path)\s*[:=]?\s*)?["\`*]*(${name})["\`*]*\s*(?:\([^)]*\))?\s*(?:\*/|-->)?\s*$`,
  'i',
);
const anyName = new RegExp(name, 'gi');
const aloneInText = new RegExp(
  String.raw`^(?:(?:the\s+)?(?:complete|full|new|updated|fixed|corrected)?\s*file(?:name)?\s*:?\s*)?(${name})\s*(?:\([^)]*\))?$`,
  'i',
);

/** What a block says about itself: the file's name and the content without the line that carried it. */
export interface NamedContent {
  name: string | undefined;
  content: string;
}

/**
 * Name from the first line (`// file: x.go`, `// x.go`), else from the info string (`go title=x.go`, `x.go`). The
 * line that names the file, and empty lines after it, are not part of the file.
 */
export function nameInBlock(fence: Fence): NamedContent {
  const [, blank = '', first = ''] = /^((?:[ \t]*\n)*)([^\n]*)/.exec(fence.content) ?? [];
  const marked = first.length < 500 ? marker.exec(first)?.[1] : undefined;
  if (marked !== undefined)
    return { name: marked, content: fence.content.slice(blank.length + first.length).replace(/^(?:[ \t]*\n)+/, '') };
  return { name: fence.info.slice(0, 500).match(anyName)?.[0], content: fence.content };
}

/**
 * Name that a heading or the paragraph before a block gives it: the text is nothing but a name, or it mentions just
 * one of the files that are asked for.
 */
export function nameInText(text: string, wanted: string[]): string | undefined {
  const plain = text
    .slice(-500)
    .replace(/[*_`#]|^\s*\d+[.)]\s/g, '')
    .trim()
    .replace(/:$/, '');
  const alone = aloneInText.exec(plain)?.[1];
  if (alone !== undefined) return alone;
  const mentioned = new Set((plain.match(anyName) ?? []).map((found) => deliverable(found, wanted)).filter((found) => found !== undefined));
  return mentioned.size === 1 ? [...mentioned][0] : undefined;
}

/**
 * The wanted file that a written name means, or undefined. Case and a leading `./` do not matter, nor does a folder
 * that is missing or too many as long as only one wanted file can be meant; a path that leaves the answer's folder
 * means none.
 */
export function deliverable(written: string, wanted: string[]): string | undefined {
  const path = written.replace(/^(\.\/)+/, '').toLowerCase();
  if (/^\/|\\|^[a-z]:|(^|\/)\.\.(\/|$)/.test(path)) return undefined;
  const exact = wanted.find((candidate) => candidate === written) ?? wanted.find((candidate) => candidate.toLowerCase() === path);
  if (exact !== undefined) return exact;
  const sameBase = wanted.filter((candidate) => baseName(candidate).toLowerCase() === baseName(path));
  return sameBase.length === 1 ? sameBase[0] : undefined;
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
