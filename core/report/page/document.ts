import { type Content, escapeHtml, html, raw } from './markup.ts';

/** What pages are made with besides their content. */
export interface Assets {
  style: string;
  script: string;
  /** sha256 of a text's UTF-8 bytes, in Base64. */
  hash: (text: string) => string;
}

/**
 * A whole page. Its policy lets nothing run or be loaded but its own style and script, known by their hashes: what a
 * response holds stays text even where escaping failed. No style attributes, therefore, and no event attributes.
 */
export function renderDocument(
  title: string,
  body: Content,
  { style, script, hash }: Omit<Assets, 'script'> & { script?: string },
): string {
  const allowed = [
    "default-src 'none'",
    `style-src 'sha256-${hash(style)}'`,
    ...(script === undefined ? [] : [`script-src 'sha256-${hash(script)}'`]),
    "base-uri 'none'",
    "form-action 'none'",
  ];
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${raw(escapeHtml(allowed.join('; ')).replaceAll('&#39;', "'"))}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${title}</title>
<style>${raw(style)}</style>
</head>
<body>
${body}${script !== undefined && html`<script>${raw(script)}</script>\n`}</body>
</html>
`;
  return page.markup;
}
