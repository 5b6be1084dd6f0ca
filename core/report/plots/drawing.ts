import { type PlotOptions, plot } from '@observablehq/plot';
import { parseHTML } from 'linkedom';

/** A plot as the page embeds it: an `<svg>` in the colour of the text around it, without style of its own. */
export interface Drawing {
  /** Names its file and its elements. */
  name: string;
  title: string;
  /** What the plot shows, for those who do not see it. */
  description: string;
  svg: string;
}

export interface Scale {
  apply: (value: number) => number;
  invert: (pixel: number) => number;
}

const { document } = parseHTML('<!doctype html><html><body></body></html>');

/** Draws by Observable Plot. Its style element is left out, since the page's policy allows none. */
export function draw(words: Omit<Drawing, 'svg'>, options: PlotOptions): Drawing & { scales: { x: Scale; y: Scale } } {
  // the library is typed for a browser's document, of which it uses what linkedom has
  const drawn = plot({ ...options, className: 'plot', document: document as never }) as unknown as DrawnElement;
  drawn.querySelector('style')?.remove();
  const { name, title, description } = words;
  // readable on a telephone, where the plot is shrunk
  drawn.setAttribute('font-size', '13');
  drawn.setAttribute('role', 'img');
  drawn.setAttribute('aria-labelledby', `${name}-title ${name}-description`);
  for (const [tag, text] of [['desc', description] as const, ['title', title] as const]) {
    const element = document.createElementNS('http://www.w3.org/2000/svg', tag);
    element.setAttribute('id', `${name}-${tag === 'desc' ? 'description' : 'title'}`);
    element.textContent = text;
    drawn.prepend(element);
  }
  const scales = { x: drawn.scale('x') as unknown as Scale, y: drawn.scale('y') as unknown as Scale };
  return { ...words, svg: drawn.outerHTML, scales };
}

interface DrawnElement {
  querySelector(selector: string): { remove(): void } | null;
  setAttribute(name: string, value: string): void;
  prepend(element: unknown): void;
  scale(name: string): unknown;
  outerHTML: string;
}

const fileStyle = 'svg{color:#1b1f24;background:#fff}@media(prefers-color-scheme:dark){svg{color:#e6e8eb;background:#14171b}}';

/** The plot as a file of its own. */
export function svgFile({ svg }: Drawing): string {
  return svg.replace(
    /^<svg ([^>]*)>/,
    (_, attributes) => `<svg xmlns="http://www.w3.org/2000/svg" ${attributes}><style>${fileStyle}</style>`,
  );
}
