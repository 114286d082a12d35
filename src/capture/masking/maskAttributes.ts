import type { MaskMode, Privacy, Region } from '../../browser/privacy.ts';
import { maskText } from '../../tools/mask.ts';
import { scrubEncoded } from '../../tools/scrub.ts';
import { isObject, type Attributes } from '../domEvent.ts';
import { maskCss, maskCssValue, scrubSource } from './maskCss.ts';

const FIELDS = new Set(['input', 'textarea', 'select', 'option', 'optgroup']);
const BUTTONS = new Set(['submit', 'button', 'reset', 'image']);
/** Attributes that are read by people, or hold what is. */
const READABLE = new Set([
  ...['placeholder', 'title', 'alt', 'label', 'summary', 'content', 'value', 'abbr', 'download', 'standby', 'datetime'],
  ...['aria-label', 'aria-description', 'aria-placeholder', 'aria-roledescription', 'aria-valuenow', 'aria-valuetext'],
  ...['aria-braillelabel', 'aria-brailleroledescription'],
]);
/** Stands for the name of an element that is no longer there: only what can't be read passes then. */
export const GONE = '';
/** Addresses that lead somewhere; those of images and styles stay, the replay needs them. */
const LINKS = new Set(['href', 'xlink:href', 'ping', 'action', 'formaction', 'cite', 'longdesc', 'manifest']);
const LOADED = new Set(['src', 'rr_src', 'data', 'srcset', 'imagesrcset', 'poster', 'background']);
/** Elements whose `src` or `data` is a page, and those whose `href` is needed for the looks. */
const PAGES = new Set([GONE, 'iframe', 'frame', 'object', 'embed']);
const SHAPES = new Set([
  'use',
  'image',
  'feimage',
  'lineargradient',
  'radialgradient',
  'pattern',
  'filter',
  'textpath',
  'link',
]);
/** What the replay needs as it is to look like the page: `@` and long numbers are nobody's there. */
const LOOKS = new Set(['class', 'd', 'points', 'transform', 'viewBox', 'values', 'path', 'rr_width', 'rr_height']);
/** What of a custom element says how it looks or works; all else may be text. */
const STRUCTURE = new Set([
  'id',
  'slot',
  'part',
  'is',
  'role',
  'type',
  'dir',
  'lang',
  'tabindex',
  'for',
  'exportparts',
]);
/** Words of states that style sheets select by, and that say nothing about anybody. */
const STATE =
  /^(?:true|false|on|off|open|closed|(?:in)?active|(?:un)?checked|indeterminate|visible|hidden|horizontal|vertical|top|bottom|left|right|start|end|center|ltr|rtl|light|dark|small|medium|large|primary|default|\d?)$/;
const KEPT_META = /^(?:viewport|color-scheme|theme-color)$/i;

/** What masking has to know of the element that attributes belong to. */
export interface AttributeOwner {
  tagName: string;
  /** Type of an input, in lower case; empty where there is none. */
  type: string;
  region: Region;
}

/** How the attributes of one element are masked. */
export interface AttributeMask extends AttributeOwner {
  isHidden: boolean;
  mode: MaskMode;
}

export function maskOf<O extends AttributeOwner>(owner: O, privacy: Privacy): O & AttributeMask {
  const isHidden = privacy.hides(owner.region);
  // A region that is marked is masked as if the whole page were.
  const mode = isHidden && privacy.mode() === 'inputs' ? 'text' : isHidden ? privacy.mode() : 'inputs';
  return { ...owner, isHidden, mode };
}

/** Changes in place: attributes are the recorder's own copy. */
export function maskAttributes(attributes: Attributes, owner: AttributeOwner, privacy: Privacy): void {
  const mask = maskOf(owner, privacy);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === 'style' && isObject(value)) attributes[name] = maskStyles(value, mask.mode);
    if (typeof value === 'string') attributes[name] = maskAttribute(name, value, mask, privacy);
  }
  // The frame's document is recorded by itself, masked; its source is not.
  delete attributes['srcdoc'];
  if (owner.tagName === 'option') delete attributes['selected'];
  if (owner.tagName === 'meta' && !KEPT_META.test(String(attributes['name']))) delete attributes['content'];
}

export function maskAttribute(name: string, value: string, mask: AttributeMask, privacy: Privacy): string {
  const { tagName, type, isHidden, mode, region } = mask;
  if (value === '' || LOOKS.has(name)) return value;
  if (name === 'style' || name === '_cssText') return maskCss(value, mode);
  const isField = FIELDS.has(tagName) && !BUTTONS.has(type);
  // The labels of a field are often what was typed into it; the page may say that they are not.
  if (isField && name === 'value') return maskText(value);
  if (READABLE.has(name)) return isHidden || (isField && region === 'plain') ? maskText(value) : scrubEncoded(value);
  if (LOADED.has(name)) return PAGES.has(tagName) ? privacy.url(value) : maskSource(value, tagName, mode);
  if (LINKS.has(name)) return SHAPES.has(tagName.toLowerCase()) ? maskSource(value, tagName, mode) : privacy.url(value);
  const isTelling = name.startsWith('data-') || (tagName.includes('-') && !STRUCTURE.has(name));
  return isHidden && isTelling && !STATE.test(value) ? maskText(value) : scrubEncoded(value);
}

/** Of pictures nothing is left where everything is masked, but parts of the same document are none. */
function maskSource(value: string, tagName: string, mode: MaskMode): string {
  const isPicture = mode === 'all' && !value.startsWith('#') && tagName !== 'link';
  return isPicture ? '' : scrubSource(value);
}

/** The recorder's form of a changed `style` attribute: property to value, or to value and priority. */
function maskStyles(styles: Record<string, unknown>, mode: MaskMode): Record<string, unknown> {
  const mask = (name: string, value: unknown): unknown =>
    typeof value === 'string'
      ? maskCssValue(name, value, mode)
      : Array.isArray(value)
        ? value.map((part: unknown) => mask(name, part))
        : value;
  return Object.fromEntries(Object.entries(styles).map(([name, value]) => [name, mask(name, value)]));
}
