import { maskText } from '../tools/mask.ts';
import { scrubMessage, scrubText, scrubUrl } from '../tools/scrub.ts';
import type { Stoppable } from '../tools/stop.ts';
import { createFieldKinds } from './fieldKinds.ts';
import { isField, type FieldKind } from './fields.ts';
import { BLOCK, closestAcross, EDITABLE, IGNORE, MASK, matches, parentAcross, PICTURES, UNMASK } from './marks.ts';

/**
 * - `inputs`: values of fields, editable text, and whatever looks like a secret
 * - `text`: also every text that the page shows, titles, labels, attributes that are read
 * - `all`: also pictures and frames, console lines, messages of errors
 */
export type MaskMode = 'inputs' | 'text' | 'all';
export const MASK_MODES: readonly MaskMode[] = ['inputs', 'text', 'all'];

/** What marks say of a part of the page; `plain` where they say nothing, so that the mode decides. */
export type Region = 'plain' | 'masked' | 'unmasked' | 'blocked';

/** What may be known of the page. One for all trackers, the recorder and the images, so that they agree. */
export interface Privacy {
  mode(): MaskMode;
  /** The monitor may ask for more masking than the page's options do, never for less. */
  raise(mode: MaskMode): void;
  /**
   * The host marks at run time what `data-rewindow-…` marks in markup: one element with what is in it, or a selector.
   * @throws {PrivacyError} `selector_invalid`
   */
  mark(target: Element | string, as: Mark): void;
  /** How this one element is marked, at run time or in markup, without those around it. */
  markOf(element: Element): Mark | undefined;
  region(element: Element): Region;
  /** The region of an element whose parent's is known: for walks down the tree. */
  enter(outer: Region, element: Element): Region;
  /** What regions depend on besides elements that are marked by themselves. */
  selectors(): readonly string[];
  /** Regions of nodes that were looked at before may be others now: of this element and what is in it, or anywhere. */
  onMark(callback: (element: Element | undefined) => void): Stoppable;
  /** Text in such a region must not be readable. */
  hides(region: Region): boolean;
  /** Text in this element must not be readable. */
  isMasked(element: Element): boolean;
  /** The outermost of the blocked elements that this one is in, if any: nothing of it is known but its box. */
  blockOf(element: Element): Element | undefined;
  /** What the user does here is not recorded. */
  isIgnored(element: Element): boolean;
  /** As `fieldKind`, and what was a password once stays secret. */
  fieldKind(field: Element): FieldKind;
  /** The field's value may be recorded where a rule names it: unmasked by the page, and never a secret. */
  mayRead(field: Element): boolean;
  /** A text of the page as it may be recorded; of no element where it stands for the page as a whole, such as its title. */
  text(text: string, element?: Element): string;
  url(url: string): string;
  /** What programs write: console lines, messages of errors. */
  message(text: string): string;
  /** Notes fields of type `password`, however short they are. */
  watch(document: Document): Stoppable;
}

export type Mark = 'mask' | 'unmask' | 'block';

export class PrivacyError extends Error {
  override readonly name = 'PrivacyError';
  readonly code = 'selector_invalid';
}

const REGIONS = { mask: 'masked', unmask: 'unmasked', block: 'blocked' } as const;
/** Where an element is marked in several ways, the first of these counts. */
const MARKS = ['block', 'mask', 'unmask'] as const;

export function createPrivacy(options: { mask: MaskMode; urlParameters: readonly string[] }): Privacy {
  let { mask: mode } = options;
  const marks = createMarks();
  const marked = createSignal();
  const fields = createFieldKinds();
  // The frame that the whole page may stand in is none of its pictures.
  const isBoxed = (element: Element) => mode === 'all' && matches(element, PICTURES) && element !== window.frameElement;

  const enter = (outer: Region, element: Element): Region => {
    if (outer === 'blocked') return outer;
    return marks.own(element) ?? (outer !== 'unmasked' && isBoxed(element) ? 'blocked' : outer);
  };
  const nearest = (element: Element) => marks.nearest(element, mode === 'all' ? PICTURES : '');
  const region = (element: Element): Region => {
    const near = nearest(element);
    if (!near) return 'plain';
    const parent = parentAcross(near);
    return enter(parent ? region(parent) : 'plain', near);
  };
  const hides = (of: Region) => of === 'masked' || of === 'blocked' || (of === 'plain' && mode !== 'inputs');
  const isMasked = (element: Element) => hides(region(element));
  return {
    mode: () => mode,
    raise(next) {
      if (MASK_MODES.indexOf(next) <= MASK_MODES.indexOf(mode)) return;
      mode = next;
      marked.tell(undefined);
    },
    mark(target, as) {
      marks.add(target, as);
      marked.tell(typeof target === 'string' ? undefined : target);
    },
    markOf: marks.of,
    region,
    enter,
    selectors: () => [...marks.list, ...(mode === 'all' ? [PICTURES] : [])],
    onMark: marked.on,
    hides,
    isMasked,
    blockOf(element) {
      let found: Element | undefined;
      for (let next = nearest(element); next && region(next) === 'blocked';) {
        found = next;
        const parent = parentAcross(next);
        next = parent && nearest(parent);
      }
      return found;
    },
    isIgnored: (element) => closestAcross(element, IGNORE) !== undefined,
    fieldKind: fields.of,
    mayRead: (field) => isField(field) && fields.of(field) !== 'secret' && region(field) === 'unmasked',
    text: (text, element) => ((element ? isMasked(element) : mode !== 'inputs') ? maskText(text) : scrubText(text)),
    url: (url) => scrubUrl(url, options.urlParameters),
    message: (text) => (mode === 'all' ? maskText(text) : scrubMessage(text)),
    watch: fields.watch,
  };
}

function createSignal() {
  const listeners = new Set<(element: Element | undefined) => void>();
  return {
    tell(element: Element | undefined) {
      for (const listener of listeners) listener(element);
    },
    on(listener: (element: Element | undefined) => void): Stoppable {
      listeners.add(listener);
      return { stop: () => void listeners.delete(listener) };
    },
  };
}

/** The marks of markup and those that the host has set since. */
function createMarks() {
  const selectors: Record<Mark, string> = { mask: MASK, unmask: UNMASK, block: BLOCK };
  const elements = new WeakMap<Element, Mark>();
  let hasElements = false;
  const list = [MASK, UNMASK, BLOCK, EDITABLE];
  let all = list.join();
  const of = (element: Element) =>
    (hasElements ? elements.get(element) : undefined) ?? MARKS.find((mark) => matches(element, selectors[mark]));
  return {
    of,
    list,
    add(target: Element | string, as: Mark): void {
      if (typeof target !== 'string') {
        elements.set(target, as);
        hasElements = true;
        return;
      }
      // Browsers close at the end what was left open: with others behind it, it would mean something else.
      if (!isSelector(target) || isSelector(`${target})`) || isSelector(`${target}]`)) {
        throw new PrivacyError(`"${target.slice(0, 200)}" is not a selector`);
      }
      selectors[as] += `,${target}`;
      list.push(target);
      all = list.join();
    },
    own(element: Element): Region | undefined {
      if (!(hasElements && elements.has(element)) && !matches(element, all)) return undefined;
      const mark = of(element);
      return mark ? REGIONS[mark] : 'masked';
    },
    /** The nearest element, from this one up, that is marked or matches `more`. */
    nearest(element: Element, more: string): Element | undefined {
      const found = closestAcross(element, more === '' ? all : `${more},${all}`);
      if (!hasElements) return found;
      let next: Element | undefined = element;
      while (next && next !== found && !elements.has(next)) next = parentAcross(next);
      return next;
    },
  };
}

function isSelector(text: string): boolean {
  try {
    document.createDocumentFragment().querySelector(text);
    return true;
  } catch {
    return false;
  }
}
