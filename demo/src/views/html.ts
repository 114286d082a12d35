/**
 * Markup as a value. Only the `html` tag makes it, and what the tag is given it escapes, so that a text of a visitor can't
 * become an element. The symbol keeps parsed JSON from ever looking like markup.
 */
const MARKUP = Symbol('markup');

export interface Html {
  readonly [MARKUP]: string;
}

/** What a template takes. `false`, `null` and `undefined` show nothing, so that `condition && html…` reads well. */
export type Part = string | number | false | null | undefined | Html | readonly Part[];

const ENTITIES: ReadonlyMap<string, string> = new Map([
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
  ['"', '&quot;'],
  ["'", '&#39;'],
]);

export function html(strings: TemplateStringsArray, ...parts: Part[]): Html {
  const markup = strings.map((text, index) => text + (index < parts.length ? markupOf(parts[index]) : '')).join('');
  return { [MARKUP]: markup };
}

export function renderHtml(part: Html): string {
  return part[MARKUP];
}

/** An attribute that stands without a value where it is on. */
export function flag(name: 'checked' | 'disabled' | 'selected' | 'required', isOn: boolean): Html {
  return { [MARKUP]: isOn ? ` ${name}` : '' };
}

function markupOf(part: Part): string {
  if (part === null || part === undefined || part === false) return '';
  if (typeof part === 'string' || typeof part === 'number') return escapeText(String(part));
  return isMarkup(part) ? part[MARKUP] : part.map(markupOf).join('');
}

function isMarkup(part: Html | readonly Part[]): part is Html {
  return MARKUP in part;
}

function escapeText(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES.get(character) ?? character);
}
