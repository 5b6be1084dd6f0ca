import { closesFence } from './fence.ts';

/** Tags by which models set reasoning apart inside their response. */
const opening = /^\s*<(think|thinking|reasoning)>/i;
const closing = /<\/(think|thinking|reasoning)>/i;
const fenceStart = /^[\s>*+\-.)\d]*(`{3,}(?=[^`]*$)|~{3,})/;

/**
 * Blanks the lines of reasoning that a model wrote into its response, keeping the count of lines; gives back `lines`
 * itself where there is none. Tags count only
 * outside fences, so code that mentions one stays as it is; inside reasoning fences mean nothing, since drafts often
 * leave one open. Reasoning that never ends runs to the end. A closing tag alone on a line, without an opening one,
 * ends reasoning that the model's template began before the response.
 */
export function withoutThinking(lines: string[]): string[] {
  if (!lines.some((line) => closing.test(line) || opening.test(line))) return lines;
  const kept: string[] = [];
  let fence = '';
  let thinking = false;
  let blanked = 0;
  for (const line of lines) {
    if (thinking || (fence === '' && opening.test(line))) {
      thinking = !closing.test(line);
      kept.push(thinking ? '' : afterTag(line));
    } else if (fence === '' && closing.exec(line)?.[0] === line.trim()) {
      kept.push('');
      blanked = kept.fill('', blanked).length;
    } else {
      fence = nextFence(line, fence);
      kept.push(line);
    }
  }
  return kept.some((line, index) => line !== lines[index]) ? kept : lines;
}

/** The fence that is open after this line: its characters, or '' outside fences. */
function nextFence(line: string, open: string): string {
  if (open === '') return fenceStart.exec(line)?.[1] ?? '';
  return closesFence(line, open) ? '' : open;
}

function afterTag(line: string): string {
  return line.slice(line.search(closing)).replace(closing, '');
}
