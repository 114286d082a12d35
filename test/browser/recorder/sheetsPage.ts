import { onTestFinished } from 'vitest';
import { createPrivacy, type MaskMode } from '../../../src/browser/privacy.ts';
import { startSheets } from '../../../src/capture/recorder/sheets/startSheets.ts';
import type { Incremental } from '../../../src/capture/recorder/source.ts';
import { createTestScope } from '../capture/scope.ts';
import { startRebuild, startSeek, type PlayedEvent } from '../equivalence/rebuild.ts';

const META = 4;
const FULL = 2;
const INCREMENTAL = 3;

/** A page of its own, recorded by its style sheets alone: the tree is told here, in the plainest way. */
export function openPage(html: string, options: { mask?: MaskMode; before?: (page: Document) => void } = {}) {
  const frame = document.createElement('iframe');
  document.body.append(frame);
  const view = frame.contentWindow as Window & typeof globalThis;
  const page = view.document;
  page.body.innerHTML = html;
  options.before?.(page);

  const ids = new Map<Node, number>();
  let idCount = 0;
  let wantCount = 0;
  const failures: unknown[] = [];
  const events: PlayedEvent[] = [];
  const add = (type: number, data: unknown) => {
    events.push(structuredClone({ type, data, timestamp: 1_000 + events.length }));
  };
  const privacy = createPrivacy({ mask: options.mask ?? 'inputs', urlParameters: [] });
  const anew: Element[] = [];
  const scope = {
    ...createTestScope(failures, { window: view, privacy }),
    idOf: (node: Node) => ids.get(node),
    want: () => {
      wantCount += 1;
    },
  };
  const sheets = startSheets(scope, (element) => void anew.push(element));
  const describe = (node: Node): Record<string, unknown> => {
    const id = ids.get(node) ?? (idCount += 1);
    ids.set(node, id);
    if (node.nodeType === Node.DOCUMENT_TYPE_NODE) return { type: 1, id, name: 'html', publicId: '', systemId: '' };
    if (node.nodeType === Node.DOCUMENT_NODE) return { type: 0, id, childNodes: childrenOf(node) };
    if (node.nodeType === Node.TEXT_NODE) {
      const isStyle = node.parentElement?.localName === 'style';
      const textContent = (isStyle ? sheets.cssTextOf(node as Text) : undefined) ?? node.textContent;
      return { type: 3, id, textContent, ...(isStyle && { isStyle: true }) };
    }
    const element = node as HTMLElement;
    const attributes: Record<string, string> = {};
    for (const { name, value } of element.attributes) attributes[name] = value;
    const text = sheets.cssTextOf(element);
    if (text !== undefined) attributes['_cssText'] = text;
    const shadow = (element.shadowRoot ? childrenOf(element.shadowRoot) : []).map((child) => ({
      ...child,
      isShadow: true,
    }));
    const childNodes = [...shadow, ...childrenOf(element)];
    return {
      ...{ type: 2, id, tagName: element.localName, attributes, childNodes },
      ...(element.shadowRoot && { isShadowHost: true }),
    };
  };
  const childrenOf = (node: Node) => Array.from(node.childNodes, describe);
  const mutate = (mutation: object): Incremental => {
    const data = { source: 0, texts: [], attributes: [], removes: [], adds: [], ...mutation };
    add(INCREMENTAL, data);
    return data;
  };
  /** An element and the texts in it. */
  const retell = (element: Element): Incremental => {
    const { parentNode, nextSibling } = element;
    const parentId = parentNode && ids.get(parentNode);
    const id = ids.get(element);
    const nextId = (nextSibling && ids.get(nextSibling)) ?? null;
    const node = { ...describe(element), childNodes: [] };
    const texts = childrenOf(element).map((child) => ({ parentId: id, nextId: null, node: child }));
    return mutate({ removes: [{ id, parentId }], adds: [{ parentId, nextId, node }, ...texts] });
  };
  const take = (isOver: () => boolean = () => false): Incremental[] => {
    const taken = sheets.take(isOver);
    for (const data of taken) add(INCREMENTAL, data);
    return [...taken, ...anew.splice(0).map(retell)];
  };
  const flush = () => {
    const taken = take();
    while (!sheets.isDone()) taken.push(...take());
    return taken;
  };
  const checkpoint = () => {
    ids.clear();
    sheets.restart();
    add(META, { href: 'http://page.test/', width: 800, height: 600 });
    add(FULL, { node: describe(page), initialOffset: { left: 0, top: 0 } });
  };
  const watch = sheets.watch(page);
  const rebuilt: { stop(): void }[] = [];
  const close = () => {
    sheets.stop();
    for (const one of rebuilt.splice(0)) one.stop();
    frame.remove();
  };
  onTestFinished(close);
  checkpoint();
  flush();
  return {
    ...{ page, view, sheets, events, failures, watch, take, flush, checkpoint, mutate, ids, close },
    wantCount: () => wantCount,
    tellText(text: Text) {
      mutate({ texts: [{ id: ids.get(text), value: sheets.cssTextOf(text) ?? text.data }] });
    },
    tellNode(node: Node) {
      const parent = node.parentNode;
      const nextId = node.nextSibling && ids.get(node.nextSibling);
      if (parent) mutate({ adds: [{ parentId: ids.get(parent), nextId: nextId ?? null, node: describe(node) }] });
    },
    tellGone(node: Node, parent: Node) {
      mutate({ removes: [{ id: ids.get(node), parentId: ids.get(parent) }] });
      ids.delete(node);
    },
    /** In both ways of the player: change by change, and as after a jump. */
    async difference(): Promise<string[]> {
      const played = startRebuild(document.body);
      await played.take(events);
      const sought = startSeek(document.body, events);
      rebuilt.push(played, sought);
      // Sheets that are adopted may come a moment later.
      await new Promise((resolve) => setTimeout(resolve, 5));
      const wanted = looksOf(page);
      const found = [played, sought].flatMap((one, way) => {
        const shown = one.document();
        const looks = shown ? looksOf(shown) : [];
        return Array.from({ length: Math.max(looks.length, wanted.length) }, (_, at) => at)
          .filter((at) => looks[at] !== wanted[at])
          .map((at) => `${way === 0 ? 'played' : 'sought'}: ${String(looks[at])} instead of ${String(wanted[at])}`);
      });
      return [...found, ...failures.map(String)];
    },
  };
}

/** All rules that have effect, sheet by sheet, and what becomes of elements. */
function looksOf(root: Document | ShadowRoot): string[] {
  const rulesIn = (sheet: CSSStyleSheet | null | undefined) =>
    Array.from(sheet?.disabled === false ? sheet.cssRules : [], ({ cssText }) => cssText.replace(/\s+/g, ' ')).join(
      ' ',
    );
  const lines = Array.from(root.adoptedStyleSheets, (sheet) => `adopted: ${rulesIn(sheet)}`);
  for (const element of root.querySelectorAll('*')) {
    if (element.matches('html, head, html > style')) continue;
    if (element.matches('link, style')) lines.push(`sheet: ${rulesIn((element as HTMLStyleElement).sheet)}`);
    const style = element.ownerDocument.defaultView?.getComputedStyle(element);
    if (style && !element.matches('link, style')) {
      const { color, backgroundColor, display, visibility, borderLeftWidth, marginLeft } = style;
      lines.push(
        [element.localName, color, backgroundColor, display, visibility, borderLeftWidth, marginLeft].join(' '),
      );
    }
    if (element.shadowRoot) lines.push(...looksOf(element.shadowRoot));
  }
  return lines;
}

export type TestPage = ReturnType<typeof openPage>;

export function sheetOf(page: Document, selector: string): CSSStyleSheet {
  const sheet = page.querySelector<HTMLStyleElement | HTMLLinkElement>(selector)?.sheet;
  if (!sheet) throw new Error(`no sheet in ${selector}`);
  return sheet;
}

export function construct(page: Document, css: string): CSSStyleSheet {
  const { defaultView } = page;
  if (!defaultView) throw new Error('no window');
  const sheet = new defaultView.CSSStyleSheet();
  sheet.replaceSync(css);
  return sheet;
}

/** A file of the same origin, until the end of the test. */
export function fileOf(css: string): string {
  const url = URL.createObjectURL(new Blob([css], { type: 'text/css' }));
  onTestFinished(() => {
    URL.revokeObjectURL(url);
  });
  return url;
}

/** Adds a `<link>`, and comes back when its sheet is there, with what the browser says then. */
export async function link(page: Document, css: string): Promise<{ element: HTMLLinkElement; type: string }> {
  const element = page.createElement('link');
  element.rel = 'stylesheet';
  element.href = fileOf(css);
  page.head.append(element);
  const { type } = await new Promise<Event>((resolve) => {
    element.addEventListener('load', resolve);
    element.addEventListener('error', resolve);
  });
  return { element, type };
}
