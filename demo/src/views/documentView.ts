import { html, type Html } from './html.ts';

export interface DocumentParts {
  title: string;
  styles: readonly string[];
  /** After the style sheets. */
  head?: Html;
  body: Html;
}

/** A page with all that a browser wants around its body. */
export function documentView({ title, styles, head, body }: DocumentParts): Html {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title}</title>
        <link rel="icon" href="/demo/assets/pictures/enamel-kettle.svg" type="image/svg+xml" />
        ${styles.map((name) => html`<link rel="stylesheet" href="/demo/assets/styles/${name}.css" />`)} ${head}
      </head>
      <body>
        ${body}
      </body>
    </html>`;
}
