import { innerDocument, isElement, isText } from './cast.ts';

/** What an engine doesn't promise to tell. */
export interface Blind {
  /** Which option of a select is chosen. */
  isSelectBlind: boolean;
  isScrollBlind: boolean;
}

export interface Outline {
  lines: { text: string; looks: string }[];
  /**
   * There is a shadow root in which nothing is, but perhaps sheets that it has adopted. It hides what is in its host, and nothing in the recorder's format says so
   * where the host is known already: looks can't be compared then.
   */
  hasEmptyShadow: boolean;
}

/**
 * A document as lines, one for each node and each style sheet, such that the page and its replay give the same ones: what
 * recordings drop (comments, scripts, white space in the head) is dropped, and what replay adds, too.
 */
export function outline(document: Document, blind: Blind): Outline {
  const lines: Outline['lines'] = [];
  let hasEmptyShadow = false;
  const add = (depth: number, text: string, looks = '') => lines.push({ text: '  '.repeat(depth) + text, looks });
  const addSheets = (depth: number, root: Document | ShadowRoot) => {
    for (const sheet of root.adoptedStyleSheets) add(depth, `adopted ${describeSheet(sheet)}`);
  };
  const addChildren = (depth: number, parent: Node, isInHead: boolean) => {
    for (const child of visibleChildren(parent, isInHead)) {
      if (typeof child === 'string') add(depth, JSON.stringify(child));
      else addElement(depth, child, isInHead);
    }
  };
  const addRoot = (depth: number, root: Document | ShadowRoot) => {
    addSheets(depth, root);
    addChildren(depth, root, false);
  };
  const addElement = (depth: number, element: HTMLElement, isInHead: boolean) => {
    add(depth, describeElement(element, blind), looksOf(element));
    const inner = innerDocument(element);
    if (element.shadowRoot) {
      const lineCount = lines.length;
      add(depth + 1, '#shadow');
      addChildren(depth + 2, element.shadowRoot, false);
      hasEmptyShadow ||= lines.length === lineCount + 1;
      if (lines.length === lineCount + 1) lines.pop();
      else addSheets(depth + 2, element.shadowRoot);
    }
    if (inner) {
      add(depth + 1, '#document');
      addRoot(depth + 2, inner);
    } else if (!['textarea', 'style', 'iframe'].includes(element.localName)) {
      addChildren(depth + 1, element, isInHead || element.localName === 'head');
    }
  };
  addRoot(0, document);
  return { lines, hasEmptyShadow };
}

/** Elements, and texts that stand together as one. */
function visibleChildren(parent: Node, isInHead: boolean): (HTMLElement | string)[] {
  const children: (HTMLElement | string)[] = [];
  for (const child of parent.childNodes) {
    if (isElement(child)) {
      if (child.localName !== 'script' && !isAddedByReplay(child)) children.push(child);
    } else if (isText(child) && !(isInHead && child.data.trim() === '')) {
      const last = children.at(-1);
      if (typeof last === 'string') children[children.length - 1] = last + child.data;
      else children.push(child.data);
    }
  }
  return children.filter((child) => child !== '');
}

/** The replayer's own style; programs put none there. */
function isAddedByReplay(element: HTMLElement): boolean {
  return element.localName === 'style' && element.nextElementSibling?.localName === 'head';
}

/** Masked or told in another way: as properties, by the document of a frame, or not at all. */
const UNTOLD = new Set([
  'value',
  'checked',
  'selected',
  'srcdoc',
  'src',
  'autocomplete',
  'rr_open_mode',
  'content',
  '',
]);

function describeElement(element: HTMLElement, blind: Blind): string {
  const { namespaceURI, localName, attributes } = element;
  const space = namespaceURI === 'http://www.w3.org/1999/xhtml' ? '' : `${namespaceURI?.split('/').at(-1)}:`;
  const named = [...attributes].flatMap(({ name, value }) => {
    if (UNTOLD.has(name)) return [];
    const told = name === 'class' ? value.replace(/ ?\brrweb-paused\b/, '') : value;
    if (name === 'class' && localName === 'html' && told === '') return [];
    return [`${name}=${JSON.stringify(name === 'style' ? describeStyle(element.style) : told)}`];
  });
  return [`<${space}${localName}`, ...named.sort(), ...describeState(element, blind)].join(' ');
}

/** Which of two declarations comes first may differ, where that makes no difference. */
function describeStyle(style: CSSStyleDeclaration): string {
  const names = [...style].sort();
  return names.map((name) => `${name}: ${style.getPropertyValue(name)}${style.getPropertyPriority(name)}`).join('; ');
}

function describeState(element: HTMLElement, { isSelectBlind, isScrollBlind }: Blind): string[] {
  const state: string[] = [];
  const { scrollLeft, scrollTop } = scrollerOf(element) ?? { scrollLeft: 0, scrollTop: 0 };
  if (!isScrollBlind && (scrollTop !== 0 || scrollLeft !== 0)) state.push(`scrolled=${scrollLeft},${scrollTop}`);
  // A closed one that the replayer has had open keeps its place, where nobody sees it.
  if (element.localName === 'dialog') state.push(`modal=${element.matches('[open]:modal')}`);
  if (element.localName === 'textarea') state.push(`text=${(element as HTMLTextAreaElement).value}`);
  if (element.localName === 'input') {
    const { checked, type, value } = element as HTMLInputElement;
    state.push(type === 'checkbox' || type === 'radio' ? `checked=${checked}` : `text=${value}`);
  }
  if (element.localName === 'select' && !isSelectBlind)
    state.push(`chosen=${(element as HTMLSelectElement).selectedIndex}`);
  if (element.localName === 'style') state.push(describeSheet((element as HTMLStyleElement).sheet));
  return state;
}

/** Without a doctype a document is scrolled by its `body`; a frame's document has one in the replay in any case. */
function scrollerOf(element: HTMLElement): Element | undefined {
  const { documentElement, scrollingElement } = element.ownerDocument;
  if (element === documentElement) return scrollingElement ?? element;
  return element === scrollingElement ? undefined : element;
}

function describeSheet(sheet: CSSStyleSheet | null): string {
  return `{ ${[...(sheet?.cssRules ?? [])].map(({ cssText }) => cssText.replace(/\s+/g, ' ')).join(' ')} }`;
}

/** What style sheets, adopted ones and inheritance make of it, by some properties that don't depend on the layout. */
function looksOf(element: HTMLElement): string {
  const style = element.ownerDocument.defaultView?.getComputedStyle(element);
  if (!style) return '';
  return ` (${style.color} ${style.backgroundColor} ${style.display} ${style.visibility} ${style.borderLeftWidth})`;
}
