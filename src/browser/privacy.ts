import { maskText } from '../tools/mask.ts';
import { scrubMessage, scrubText, scrubUrl } from '../tools/scrub.ts';
import { fieldKind, isField } from './fields.ts';
import { BLOCK, EDITABLE, IGNORE, MASK, parentAcross, UNMASK } from './marks.ts';

/**
 * - `inputs`: values of fields, editable text, and whatever looks like a secret
 * - `text`: also every text that the page shows, titles, labels, attributes that are read
 * - `all`: also pictures and frames, console lines, messages of errors
 */
export type MaskMode = 'inputs' | 'text' | 'all';
export const MASK_MODES: readonly MaskMode[] = ['inputs', 'text', 'all'];

/** What may be known of the page. One for all trackers, the recorder and the images, so that they agree. */
export interface Privacy {
  mode(): MaskMode;
  /** The monitor may ask for more masking than the page's options do, never for less. */
  raise(mode: MaskMode): void;
  /** The host marks at run time what `data-rewindow-…` marks in markup: one element with what is in it, or a selector. */
  mark(target: Element | string, as: Mark): void;
  /** Text in this element must not be readable. */
  isMasked(element: Element): boolean;
  /** The outermost of the blocked elements that this one is in, if any: nothing of it is known but its box. */
  blockOf(element: Element): Element | undefined;
  /** What the user does here is not recorded. */
  isIgnored(element: Element): boolean;
  /** The field's value may be recorded where a rule names it: unmasked by the page, and never a secret. */
  mayRead(field: Element): boolean;
  /** A text of the page as it may be recorded; of no element where it stands for the page as a whole, such as its title. */
  text(text: string, element?: Element): string;
  url(url: string): string;
  /** What programs write: console lines, messages of errors. */
  message(text: string): string;
}

export type Mark = 'mask' | 'unmask' | 'block';

const SELECTORS: Readonly<Record<Mark, string>> = { mask: MASK, unmask: UNMASK, block: BLOCK };

export function createPrivacy(options: { mask: MaskMode; urlParameters: readonly string[] }): Privacy {
  let { mask: mode } = options;
  const selectors = { ...SELECTORS };
  const elements = new WeakMap<Element, Mark>();
  const has = (element: Element, mark: Mark) => elements.get(element) === mark || element.matches(selectors[mark]);

  const isMasked = (element: Element): boolean => {
    for (let next: Element | undefined = element; next; next = parentAcross(next)) {
      if (has(next, 'mask') || has(next, 'block')) return true;
      if (has(next, 'unmask')) return false;
      if (next.matches(EDITABLE)) return true;
    }
    return mode !== 'inputs';
  };
  const isUnmasked = (element: Element): boolean => {
    for (let next: Element | undefined = element; next; next = parentAcross(next)) {
      if (has(next, 'mask') || has(next, 'block')) return false;
      if (has(next, 'unmask')) return true;
    }
    return false;
  };
  return {
    mode: () => mode,
    raise(next) {
      if (MASK_MODES.indexOf(next) > MASK_MODES.indexOf(mode)) mode = next;
    },
    mark(target, as) {
      if (typeof target !== 'string') elements.set(target, as);
      else {
        // Throws where it is no selector, before it could spoil all others.
        document.createDocumentFragment().querySelector(target);
        selectors[as] += `,${target}`;
      }
    },
    isMasked,
    blockOf(element) {
      let found: Element | undefined;
      for (let next: Element | undefined = element; next; next = parentAcross(next)) {
        if (has(next, 'block')) found = next;
      }
      return found;
    },
    isIgnored(element) {
      for (let next: Element | undefined = element; next; next = parentAcross(next)) {
        if (next.matches(IGNORE)) return true;
      }
      return false;
    },
    mayRead: (field) => isField(field) && fieldKind(field) !== 'secret' && isUnmasked(field),
    text(text, element) {
      const isHidden = element ? isMasked(element) : mode !== 'inputs';
      return isHidden ? maskText(text) : scrubText(text);
    },
    url: (url) => scrubUrl(url, options.urlParameters),
    message: (text) => (mode === 'all' ? maskText(text) : scrubMessage(text)),
  };
}
