import { fenced, languageOf } from './fence.ts';
import type { Level, SourceFile } from './level.ts';

/**
 * The prompt of a level, the same bytes for every model: the spec without its canary line, each given file under a
 * heading, the footer that all levels share. Ends with one line feed.
 */
export function renderPrompt(level: Pick<Level, 'spec' | 'canary' | 'given' | 'footer'>): string {
  const spec = level.spec.split('\n').filter((line) => !line.includes(level.canary));
  const given = level.given.map((file) => `### ${file.path}\n\n${fenced(file.content, languageOf(file.path))}`);
  return `${[spec.join('\n'), ...given, level.footer].map((part) => part.trim()).join('\n\n')}\n`;
}

/** A response that delivers `files` the way the footer asks for, followed by `prose`. Nothing at all gives ''. */
export function renderResponse(files: SourceFile[], prose: string): string {
  const blocks = files.map((file) => fenced(`// file: ${file.path}\n${file.content}`, languageOf(file.path)));
  return joinParts([...blocks, prose]);
}

/** Parts of a Markdown document with one empty line between them; empty parts leave no trace. */
export function joinParts(parts: string[]): string {
  const filled = parts.map((part) => part.replace(/^\n+|\n+$/g, '')).filter((part) => part !== '');
  return filled.length === 0 ? '' : `${filled.join('\n\n')}\n`;
}
