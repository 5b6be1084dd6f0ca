import { fenced, languageOf } from './fence.ts';
import type { SourceFile } from './level.ts';
import { joinParts, renderResponse } from './prompt.ts';

/** Writes the same answer in one of the ways models deliver files. */
export type Rendering = (files: SourceFile[], prose: string) => string;

/** Six ways to deliver one answer; the way it is delivered must not move its score. */
export const renderings: Record<string, Rendering> = {
  'first line': renderResponse,
  'info string': eachFile((file) => fenced(file.content, `${languageOf(file.path)} title=${file.path}`)),
  heading: eachFile((file) => `### \`${file.path}\`\n\n${fenced(file.content, languageOf(file.path))}`),
  tildes: eachFile((file) => fenced(marked(file), languageOf(file.path), '~')),
  wrapper: (files, prose) => `Here is the answer:\n\n${fenced(renderResponse(files, prose), 'markdown')}`,
  'list item': eachFile((file) => `- \`${file.path}\`\n\n${indented(fenced(marked(file), languageOf(file.path)))}`),
};

function eachFile(render: (file: SourceFile) => string): Rendering {
  return (files, prose) => joinParts([...files.map(render), prose]);
}

function marked(file: SourceFile): string {
  return `// file: ${file.path}\n${file.content}`;
}

function indented(text: string): string {
  return text.replace(/^(?=.)/gm, '  ');
}
