import { absoluteUrls } from '../sheets/absoluteUrls.ts';

const PASSED = /^(?:data|blob):|^\s*$/;
const CANDIDATE = /([^\s,](?:\S*[^\s,])?)(\s+[^,(]*(?:\([^)]*\)[^,(]*)*)?/g;
const CELLS = new Set(['table', 'td', 'th']);

/** The replay stands elsewhere: addresses have to be whole. */
export interface Addresses {
  /** An attribute's value; links as the document would follow them. */
  attribute(name: string, value: string, owner: { tagName: string; document: Document; isSvg: boolean }): string;
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
    attribute(name, value, { tagName, document, isSvg }) {
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
          return value.includes('url(') ? absoluteUrls(value, document.baseURI) : value;
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

/** Several addresses, each with what says when it is taken. */
export function absoluteSources(text: string, resolve: (address: string) => string): string {
  const parts = [...text.matchAll(CANDIDATE)];
  return parts.map(([, address = '', when = '']) => (resolve(address) + when).trim()).join(', ');
}
