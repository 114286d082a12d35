import { isSecretName } from './secretName.ts';

/** Removes what must never leave the page from free text: e-mail addresses, payment card numbers, keys and tokens. */
const EMAIL = /[\p{L}\p{N}_.+-]{1,64}@[\p{L}\p{N}_-]{1,63}(?:\.[\p{L}\p{N}_-]{1,63}){1,4}/gu;
/** Groups of digits, with a blank (U+00A0 too) or a hyphen between them. */
const DIGITS = /\d+(?:[ \u00a0-]\d+)*/g;
const SEPARATORS = ' \u00a0-';
const ZERO = 0x30;
const DIGIT_COUNT_MIN = 13;
const DIGIT_COUNT_MAX = 19;
const MASK = '***';
/** Where a token may stand, and how those begin that are known by their beginning. */
const RUN = /[\w.-]{20,}/g;
const TOKEN =
  /(?:^|[._-])(?:eyJ[\w-]{16}|A[KS]IA[A-Z\d]{16}|AIza[\w-]{30}|gh[opusr]_\w{20}|github_pat_|glpat-|npm_\w{30}|xox[a-z]-|[prs]k[_-](?:live|test|proj|ant)[_-]|whsec_|SG\.[\w-]{16})/;
const BEARER = /\b(bearer\s{1,3})[\w.~+/=-]{16,}/gi;
const KEY_BLOCK = /-----BEGIN [A-Z\d ]{2,40}-----[\s\S]*?(?:-----END [A-Z\d ]{2,40}-----|$)/g;
/** A name with a sign behind it, as programs write them: `token=…`, `"password": "…"`, and what may follow. */
const NAME = /([\w-]{2,40})["']?\s{0,3}[:=]\s{0,3}/g;
const VALUE = /^(?:"[^"]*"?|'[^']*'?|(?:(?:basic|bearer|digest)\s)?[^\s"',;&)}\]]+)/i;
const VALUE_LENGTH_MAX = 4_000;
/** Values of an address's query or fragment, wherever the address stands in a text. */
const QUERY_VALUE = /([?&#][\w.%[\]-]{1,64}=)[^\s&#"'<>()]+/g;
/** Longer than any e-mail address or card number that is found here. */
const SLACK_LENGTH = 400;

export function scrubText(text: string): string {
  const withoutMail = text.includes('@') ? text.replace(EMAIL, MASK) : text;
  // Nearly all texts of a page are shorter.
  if (withoutMail.length < DIGIT_COUNT_MIN) return withoutMail;
  const withoutBlocks = withoutMail.includes('-----B') ? withoutMail.replace(KEY_BLOCK, MASK) : withoutMail;
  return withoutBlocks
    .replace(BEARER, `$1${MASK}`)
    .replace(RUN, (run) => (TOKEN.test(run) ? MASK : run))
    .replace(DIGITS, maskCardNumbers);
}

/** As `scrubText`, for what programs write: queries of addresses lose their values, too, and so do names of secrets. */
export function scrubMessage(text: string): string {
  return scrubText(maskNamed(text.replace(QUERY_VALUE, `$1${MASK}`)));
}

function maskNamed(text: string): string {
  let masked = '';
  let copiedTo = 0;
  for (const { 0: found, 1: name = '', index } of text.matchAll(NAME)) {
    const from = index + found.length;
    if (from <= copiedTo || !isSecretName(name)) continue;
    const [value = ''] = VALUE.exec(text.slice(from, from + VALUE_LENGTH_MAX)) ?? [];
    if (value === '') continue;
    masked += text.slice(copiedTo, from) + MASK;
    copiedTo = from + value.length;
  }
  return masked + text.slice(copiedTo);
}

/** The beginning of a text of any length, scrubbed before it is cut: half a card number would pass. */
export function scrubStart(text: string, lengthMax: number, scrub = scrubText): string {
  const start = text.slice(0, lengthMax + SLACK_LENGTH);
  const scrubbed = scrub(start);
  // What this first cut has gone through stands at the very end, and goes.
  const isWhole = start.length === text.length;
  return scrubbed.slice(0, isWhole ? lengthMax : Math.max(0, Math.min(lengthMax, scrubbed.length - SLACK_LENGTH)));
}

/** Looks for card numbers that begin and end with a group, longest first: other numbers may stand beside them. */
function maskCardNumbers(run: string): string {
  if (run.length < DIGIT_COUNT_MIN) return run;
  const groups = [...run.matchAll(/\d+/g)].map(({ 0: digits, index }) => ({ from: index, to: index + digits.length }));
  let masked = '';
  let copiedTo = 0;
  for (const [index, { from }] of groups.entries()) {
    if (from < copiedTo) continue;
    const candidates = groups.slice(index, index + DIGIT_COUNT_MAX).reverse();
    const last = candidates.find(({ to }) => isCardNumber(run.slice(from, to)));
    if (last === undefined) continue;
    masked += run.slice(copiedTo, from) + MASK;
    copiedTo = last.to;
  }
  return masked + run.slice(copiedTo);
}

/** Luhn's check (ISO/IEC 7812-1) over 13 to 19 digits; blanks and hyphens between them don't count. */
export function isCardNumber(text: string): boolean {
  if (text.length < DIGIT_COUNT_MIN || text.length > 2 * DIGIT_COUNT_MAX) return false;
  let count = 0;
  let sum = 0;
  for (let index = text.length - 1; index >= 0; index -= 1) {
    const digit = text.charCodeAt(index) - ZERO;
    if (digit < 0 || digit > 9) {
      if (SEPARATORS.includes(text.charAt(index))) continue;
      return false;
    }
    const weighted = count % 2 === 0 ? digit : digit * 2;
    sum += weighted > 9 ? weighted - 9 : weighted;
    count += 1;
  }
  return count >= DIGIT_COUNT_MIN && count <= DIGIT_COUNT_MAX && sum % 10 === 0;
}

/**
 * A URL that says where, but not who: names of query parameters stay, their values become `***` unless allowed; of the
 * fragment only a route (`#/…`) stays; user and password go.
 */
export function scrubUrl(url: string, allowedParameters: readonly string[] = []): string {
  if (/^\s*data:/i.test(url)) return 'data:';
  const [beforeHash, hash] = splitOnce(url, '#');
  const [place, query] = splitOnce(beforeHash, '?');
  const safePlace = scrubEncoded(place.replace(/^((?:[a-z][a-z0-9+.-]*:)?[\\/]{2})[^\\/]*@/i, '$1'));
  const safeQuery = query === undefined ? '' : `?${scrubQuery(query, allowedParameters)}`;
  const route = hash?.startsWith('/') === true ? `#${scrubEncoded(splitOnce(hash, '?')[0])}` : '';
  return safePlace + safeQuery + route;
}

/** As `scrubText`, for text that may be percent-encoded. */
export function scrubEncoded(text: string): string {
  const scrubbed = scrubText(text);
  if (!scrubbed.includes('%')) return scrubbed;
  const decoded = scrubbed.replace(/%(?:20|2b|2d|40|a0)/gi, (code) => String.fromCharCode(parseInt(code.slice(1), 16)));
  const safe = scrubText(decoded);
  // Only where there was something to hide: else the address stays as the page wrote it.
  return safe === decoded ? scrubbed : safe.replaceAll(' ', '%20');
}

function splitOnce(text: string, separator: string): [string, string | undefined] {
  const index = text.indexOf(separator);
  return index < 0 ? [text, undefined] : [text.slice(0, index), text.slice(index + 1)];
}

/** What stands without a value may be a value itself. */
function scrubQuery(query: string, allowed: readonly string[]): string {
  return query
    .split('&')
    .map((pair) => {
      const [name, value] = splitOnce(pair, '=');
      if (value === undefined || allowed.includes(name)) return scrubEncoded(pair);
      return `${scrubEncoded(name)}=${MASK}`;
    })
    .join('&');
}
