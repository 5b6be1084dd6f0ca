import type { ShowResponse } from 'ollama';

/**
 * Does the model come with a chat template? Without one Ollama passes on the bare prompt (`{{ .Prompt }}`), on which an
 * instruct model answers nothing or anything. Newer models name a renderer built into the server instead.
 */
export function hasChatTemplate(show: Pick<ShowResponse, 'template' | 'modelfile'>): boolean {
  const bare = /^\{\{-?\s*\.Prompt\s*-?\}\}$/.test((show.template ?? '').trim()) || !(show.template ?? '').trim();
  return !bare || /^RENDERER\s+\S/m.test(show.modelfile ?? '');
}

/** What to tell about a model without one. */
export function templateCure(model: string): string {
  return [
    `has no chat template (its TEMPLATE is {{ .Prompt }}), so its answers would say nothing of the model.`,
    `Write one into a Modelfile (ollama show --modelfile ${model} > Modelfile, add the TEMPLATE of its family),`,
    `then: ollama create ${model} -f Modelfile`,
  ].join(' ');
}
