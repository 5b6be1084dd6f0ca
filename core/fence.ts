/**
 * Text as a fenced block of CommonMark that nothing inside the text can close: its fence is longer than every run
 * of the fence character in it. The block ends with a line feed.
 */
export function fenced(text: string, info = '', character: '`' | '~' = '`'): string {
  const runs = text.match(character === '`' ? /`+/g : /~+/g) ?? [];
  const longest = runs.reduce((length, run) => Math.max(length, run.length), 0);
  const fence = character.repeat(Math.max(3, longest + 1));
  return `${fence}${info}\n${withFinalLineFeed(text)}${fence}\n`;
}

/** Language of a fenced block, taken from the file's name; '' where it says nothing. */
export function languageOf(path: string): string {
  return /\.(go|json|md)$/.exec(path)?.[1] ?? '';
}

function withFinalLineFeed(text: string): string {
  return text === '' || text.endsWith('\n') ? text : `${text}\n`;
}

/** Does this line close a block that was opened with `fence`? Prefixes of block quotes and lists are ignored. */
export function closesFence(line: string, fence: string): boolean {
  const candidate = line.replace(/^[\s>]+/, '').trimEnd();
  return candidate.length >= fence.length && candidate === fence.charAt(0).repeat(candidate.length);
}
