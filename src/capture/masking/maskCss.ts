import { maskText } from '../../tools/mask.ts';
import { scrubEncoded, scrubText } from '../../tools/scrub.ts';
import type { MaskMode } from '../../browser/privacy.ts';
import { isObject } from '../domEvent.ts';

/** Strings that the page may show: generated content and custom properties. Those of icon fonts are single characters. */
const SHOWN = /((?:content|--[\w-]{1,100})\s{0,9}:\s{0,9})("[^"]*"|'[^']*')/gi;
const STRING = /"[^"]*"|'[^']*'/g;
const ICON = /^.(?:\\[\da-f]{1,6}|.{0,1})\s?.$/iu;
const ADDRESS = /url\(\s*(?:"[^"]*"|'[^']*'|[^)"']*)\s*\)/gi;
/** Fonts, other sheets and parts of the same document are no pictures. */
const NO_PICTURE = /^url\(\s*["']?(?:#|data:(?:font|application)\b|[^?#]*\.(?:woff2?|ttf|otf|eot|css)\b)/i;
const PARAMETER = /([?&])([^=&#?\s"'()]{1,200})=([^&#\s"'()]+)/g;
/** Parameters that say how a picture is to look, and those that say which. */
const LOOK = /^(?:[whqsvxy]|fm|fit|dpr|auto|crop|format|size|width|height|quality|ver|version|scale)$/i;
const LOOK_VALUE = /^[\w.-]{1,12},?$/;
const WHICH = /^(?:url|src|image|path|file)$/i;
const PLACE = /^(?:\/|%2f|https?(?::|%3a))(?!.*(?:\?|%3f))/i;

/** Style sheets, or the text of a `style` attribute. */
export function maskCss(text: string, mode: MaskMode): string {
  const hide = hidingIn(mode);
  const shown = scrubAddresses(text).replace(SHOWN, (_all, before: string, string: string) => before + hide(string));
  return mode === 'all' ? withoutPictures(shown) : shown;
}

/** The value of one property. */
export function maskCssValue(name: string, value: string, mode: MaskMode): string {
  const scrubbed = scrubAddresses(value);
  const isShown = name === 'content' || name.startsWith('--');
  const shown = isShown ? scrubbed.replace(STRING, hidingIn(mode)) : scrubbed;
  return mode === 'all' ? withoutPictures(shown) : shown;
}

/**
 * Addresses that a replay loads from (pictures, sheets; also several in one text): parameters that may tell who somebody is
 * lose their values, sizes and formats stay.
 */
export function scrubSource(text: string): string {
  if (!text.includes('?') || /^(?:url\(\s*["']?)?data:/i.test(text)) return text;
  return text.replace(PARAMETER, (all: string, separator: string, name: string, value: string) => {
    if (LOOK.test(name) && LOOK_VALUE.test(value)) return all;
    if (WHICH.test(name) && PLACE.test(value)) return `${separator}${name}=${scrubEncoded(value)}`;
    return `${separator}${name}=***${value.endsWith(',') ? ',' : ''}`;
  });
}

function scrubAddresses(text: string): string {
  return text.includes('?') ? text.replace(ADDRESS, scrubSource) : text;
}

/** What the page shows of strings is text like any other. */
function hidingIn(mode: MaskMode): (string: string) => string {
  const hide = mode === 'inputs' ? scrubText : maskText;
  // The quotes have to stay, whatever stands between them.
  return (string) => (ICON.test(string) ? string : string.charAt(0) + hide(string.slice(1, -1)) + string.charAt(0));
}

function withoutPictures(text: string): string {
  return text.replace(ADDRESS, (address) => (NO_PICTURE.test(address) ? address : 'url()'));
}

/** In place: rules that are inserted, declarations that are set, sheets that are adopted. */
export function maskStyleChange(data: unknown, mode: MaskMode): void {
  if (!isObject(data)) return;
  const { property, value } = data;
  if (typeof property === 'string' && typeof value === 'string') data['value'] = maskCssValue(property, value, mode);
  for (const name of ['rule', 'replace', 'replaceSync']) {
    const text = data[name];
    if (typeof text === 'string') data[name] = maskCss(text, mode);
  }
  for (const name of ['adds', 'styles', 'rules', 'set']) {
    const inner = data[name];
    for (const part of Array.isArray(inner) ? inner : [inner]) maskStyleChange(part, mode);
  }
}
