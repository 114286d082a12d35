const IN_CSS = /url\(\s*(?:"([^"]*)"|'([^']*)'|([^)"'\s]*))\s*\)/gi;
/** What means the same wherever it stands, and parts of the same document. */
const ABSOLUTE = /^(?:[a-z][a-z\d+.-]*:|\/\/|#|$)/i;
const PASSED = /^(?:data|blob):|^\s*$/;
const CANDIDATE = /([^\s,](?:\S*[^\s,])?)(\s+[^,(]*(?:\([^)]*\)[^,(]*)*)?/g;
const CELLS = new Set(['table', 'td', 'th']);

/** The replay stands elsewhere: addresses have to be whole. */
export interface Addresses {
  /** One address, as links of the document would follow it. */
  resolve(address: string, document: Document): string;
  /** An attribute's value. */
  attribute(value: string, of: { tagName: string; name: string; document: Document; isSvg: boolean }): string;
}

export function createAddresses(): Addresses {
  // The browser resolves an anchor's address faster than it makes an object of one.
  const anchors = new WeakMap<Document, HTMLAnchorElement>();
  const resolve = (address: string, document: Document) => {
    if (PASSED.test(address)) return address;
    const anchor = anchors.get(document) ?? document.createElement('a');
    anchors.set(document, anchor);
    anchor.setAttribute('href', address);
    return anchor.href;
  };
  return {
    resolve,
    attribute(value, { tagName, name, document, isSvg }) {
      switch (name) {
        case 'src':
        case 'poster':
          return resolve(value, document);
        case 'href':
        case 'xlink:href':
          return isSvg && value.startsWith('#') ? value : resolve(value, document);
        case 'srcset':
          return absoluteSources(value, (address) => resolve(address, document));
        case 'style':
          return absoluteCss(value, (address) => resolve(address, document));
        case 'data':
          return tagName === 'object' ? resolve(value, document) : value;
        case 'background':
          return CELLS.has(tagName) ? resolve(value, document) : value;
        default:
          return value;
      }
    },
  };
}

/** Style sheets, or the text of a `style` attribute. */
export function absoluteCss(text: string, resolve: (address: string) => string): string {
  if (!/url\(/i.test(text)) return text;
  return text.replace(IN_CSS, (all: string, double?: string, single?: string, bare?: string) => {
    const address = double ?? single ?? bare ?? '';
    if (ABSOLUTE.test(address)) return all;
    const quote = double !== undefined ? '"' : single !== undefined ? "'" : '';
    return `url(${quote}${resolve(address)}${quote})`;
  });
}

/** Several addresses, each with what says when it is taken. */
export function absoluteSources(text: string, resolve: (address: string) => string): string {
  const parts = [...text.matchAll(CANDIDATE)];
  return parts.map(([, address = '', when = '']) => (resolve(address) + when).trim()).join(', ');
}
