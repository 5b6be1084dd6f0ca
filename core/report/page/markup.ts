/** HTML as text. Made by `html`, which escapes what it is given, and by `raw` from markup that is known to be safe. */
export class Html {
  readonly markup: string;

  constructor(markup: string) {
    this.markup = markup;
  }
}

/** What may stand in a template: text is escaped, markup stays, lists are joined, null and false vanish. */
export type Content = Html | string | number | null | false | Content[];

const signs: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  // parsers turn a bare carriage return into a line feed and drop or refuse a NUL
  '\r': '&#13;',
  '\0': '&#65533;',
};

/** Text as it may stand between tags and within quoted attributes. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"'\r\0]/g, (sign) => signs[sign] ?? sign);
}

/** A template of markup. Every value is escaped unless it is markup itself; attributes must be quoted. */
export function html(template: TemplateStringsArray, ...values: Content[]): Html {
  let markup = template[0] ?? '';
  values.forEach((value, index) => {
    markup += markupOf(value) + (template[index + 1] ?? '');
  });
  return new Html(markup);
}

/** Markup from a source that escapes by itself. Never for anything that a model or a user wrote. */
export function raw(markup: string): Html {
  return new Html(markup);
}

/** Text exactly as written: parsers drop one line feed after the opening tag, so one is put there. */
export function verbatim(text: string): Html {
  return html`<pre>\n${text}</pre>`;
}

function markupOf(value: Content): string {
  if (value === null || value === false) return '';
  if (value instanceof Html) return value.markup;
  return Array.isArray(value) ? value.map(markupOf).join('') : escapeHtml(String(value));
}
