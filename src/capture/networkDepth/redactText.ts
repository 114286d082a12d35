import { MASK } from './redaction.ts';

/** Where a name may be followed by its value. */
const SEPARATOR = /[:=]/g;
const NAME = /([\p{L}\p{N}_.-]+)["'\]]{0,2}\s{0,3}$/u;
const NAME_LENGTH_MAX = 80;
const ELEMENT = /<([\w:.-]{1,64})([^<>]*)>[^<]+/g;
/** JSON Web Tokens, and what follows the name of a scheme of authorisation. */
const TOKEN = /\beyJ[\w-]{8,}\.[\w.-]*|\b(?:bearer|basic|digest)\s{1,3}[\w.~+/=-]{6,}/gi;

/** User and password of an address. */
const USER = /:\/\/[^\s/@]{1,200}@/g;

/** A text that has no form of its own, without values that stand behind a secret name: `token=…`, `"pin": …`, `<otp>…`. */
export function redactText(text: string, isSecret: (key: string) => boolean): string {
  const withoutElements = text.replace(ELEMENT, (all: string, name: string, attributes: string) =>
    isSecret(name) ? `<${name}${attributes}>${MASK}` : all,
  );
  return redactTokens(redactPairs(withoutElements, isSecret));
}

function redactTokens(text: string): string {
  return text.replace(TOKEN, MASK).replace(USER, `://${MASK}@`);
}

function redactPairs(text: string, isSecret: (key: string) => boolean): string {
  let redacted = '';
  let copiedTo = 0;
  for (const { index } of text.matchAll(SEPARATOR)) {
    if (index < copiedTo) continue;
    const name = NAME.exec(text.slice(Math.max(copiedTo, index - NAME_LENGTH_MAX), index))?.[1];
    if (name === undefined || !isSecret(name)) continue;
    const end = endOfValue(text, index + 1);
    if (end === index + 1) continue;
    redacted += text.slice(copiedTo, index + 1) + MASK;
    copiedTo = end;
  }
  return redacted + text.slice(copiedTo);
}

/** To the closing quote, or as far as an unquoted value may reach: the end of the line, of a pair, or of an element. */
function endOfValue(text: string, from: number): number {
  let start = from;
  while (/\s/.test(text.charAt(start)) && start - from < 20) start += 1;
  const quote = text.charAt(start);
  if (quote === '"' || quote === "'") {
    let end = start + 1;
    while (end < text.length && text.charAt(end) !== quote) end += text.charAt(end) === '\\' ? 2 : 1;
    return Math.min(end + 1, text.length);
  }
  const rest = text.slice(start).search(/[\r\n&;<>]/);
  return rest < 0 ? text.length : start + rest;
}
