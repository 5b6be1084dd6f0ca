import { type Content, html, verbatim } from '../page/markup.ts';
import type { TrialTexts } from './trial-texts.ts';

export function compilerSection({ compile }: TrialTexts): Content {
  if (compile === null) return html`<p>Not graded yet.</p>\n`;
  const told = compile.output === '' ? html`<p>It had nothing to say.</p>\n` : verbatim(compile.output);
  return html`<p>${compile.build}</p>\n${told}`;
}

/** The files that were taken from the response, as they were compiled. */
export function answerSection({ files }: TrialTexts): Content {
  if (files === null) return html`<p>No answer was extracted yet.</p>\n`;
  if (files.length === 0) return html`<p>The response delivers no file.</p>\n`;
  return files.map(({ path, content }) => html`<h3>${path}</h3>\n${verbatim(content)}\n`);
}

export function responseSection({ response }: TrialTexts): Content {
  if (response === null) return html`<p>No response yet.</p>\n`;
  return response === '' ? html`<p>The response is empty.</p>\n` : verbatim(response);
}

export function reasoningSection(reasoning: string): Content {
  return html`<details><summary>What the model showed of its reasoning</summary>${verbatim(reasoning)}</details>\n`;
}

export function promptSection({ prompt }: TrialTexts): Content {
  if (prompt === null) return html`<p>Not asked yet.</p>\n`;
  return html`<details><summary>What the model was asked</summary>${verbatim(prompt)}</details>\n`;
}
