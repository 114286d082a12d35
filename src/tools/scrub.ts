/** Removes what must never leave the page from free text: e-mail addresses and payment card numbers. */
const EMAIL = /[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}/g;
const DIGITS = /\d(?:[ -]?\d){12,18}/g;
const MASK = '***';

export function scrubText(text: string): string {
  const withoutMail = text.includes('@') ? text.replace(EMAIL, MASK) : text;
  return withoutMail.replace(DIGITS, (match) => (isCardNumber(match) ? MASK : match));
}

/** Luhn's check (ISO/IEC 7812-1) over 13 to 19 digits; blanks and hyphens between them don't count. */
export function isCardNumber(text: string): boolean {
  const digits = [...text.replace(/[ -]/g, '')].map(Number);
  if (digits.length < 13 || digits.length > 19 || digits.some(Number.isNaN)) return false;
  const sum = digits.reverse().reduce((total, digit, index) => {
    if (index % 2 === 0) return total + digit;
    const doubled = digit * 2;
    return total + (doubled > 9 ? doubled - 9 : doubled);
  }, 0);
  return sum % 10 === 0;
}

/**
 * A URL that says where, but not who: names of query parameters stay, their values become `***` unless allowed; of the
 * fragment only a route (`#/…`) stays; user and password go.
 */
export function scrubUrl(url: string, allowedParameters: readonly string[] = []): string {
  const [beforeHash = '', hash] = splitOnce(url, '#');
  const [place = '', query] = splitOnce(beforeHash, '?');
  const safePlace = scrubText(place.replace(/^([a-z][a-z0-9+.-]*:\/\/)[^/@]*@/i, '$1'));
  const safeQuery = query === undefined ? '' : `?${scrubQuery(query, allowedParameters)}`;
  const route = hash?.startsWith('/') === true ? `#${scrubText(hash.split('?')[0] ?? '')}` : '';
  return safePlace.startsWith('data:') ? 'data:' : safePlace + safeQuery + route;
}

function splitOnce(text: string, separator: string): [string, string | undefined] {
  const index = text.indexOf(separator);
  return index < 0 ? [text, undefined] : [text.slice(0, index), text.slice(index + 1)];
}

function scrubQuery(query: string, allowed: readonly string[]): string {
  return query
    .split('&')
    .map((pair) => {
      const [name = '', value] = splitOnce(pair, '=');
      if (value === undefined || allowed.includes(name)) return pair;
      return `${name}=${MASK}`;
    })
    .join('&');
}
