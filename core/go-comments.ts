import type { SourceFile } from './level.ts';

/** Strings and runes come first, so that a comment sign inside one is none; an unfinished token runs to the end. */
const token = /"(?:\\.|[^"\\\n])*"?|`[^`]*`?|'(?:\\.|[^'\\\n])*'?|(?:\/\/[^\n]*(?:\n[ \t]*(?=\/\/)|))+|\/\*[\s\S]*?(?:\*\/|$)/g;

/**
 * Comments of Go files, one text for each run of comment lines. The line of code after a comment is part of its text,
 * so that a claim can tell whose documentation it reads: `guarantees …\nfunc Run(…) error {`.
 */
export function readComments(files: SourceFile[]): string[] {
  return files.filter((file) => file.path.endsWith('.go')).flatMap((file) => commentsOf(file.content));
}

function commentsOf(content: string): string[] {
  const comments: string[] = [];
  for (const match of content.matchAll(token)) {
    if (!match[0].startsWith('/')) continue;
    const end = match.index + match[0].length;
    const next = /^[ \t]*\n[ \t]*([^\n]*)/.exec(content.slice(end, end + 500))?.[1] ?? '';
    comments.push(`${withoutSigns(match[0])}\n${next}`.slice(0, 2_000));
  }
  return comments;
}

function withoutSigns(comment: string): string {
  return comment
    .slice(0, 4_000)
    .replace(/^[ \t]*(\/\/|\/\*|\*(?!\/))[ \t]?|\*\/$/gm, '')
    .trim();
}
