import { onTestFinished } from 'vitest';
import { startSources } from '../../../src/capture/recorder/sources/index.ts';
import type { Incremental, SourceScope } from '../../../src/capture/recorder/source.ts';
import { createTestScope, find, mount } from '../capture/scope.ts';

/** The sources over a page of which every node is told, unless the test says otherwise. */
export function watchPage(html: string, overrides: Partial<SourceScope> = {}) {
  const main = mount(html);
  return { main, ...watch(overrides) };
}

export function watch(overrides: Partial<SourceScope> = {}) {
  const failures: unknown[] = [];
  const ids = new WeakMap<Node, number>();
  const hidden = new Set<Node>();
  const counts = { wants: 0, ids: 0 };
  const idOf = (node: Node) => {
    if (hidden.has(node) || !node.isConnected) return undefined;
    const id = ids.get(node) ?? (counts.ids += 1);
    ids.set(node, id);
    return id;
  };
  const want = () => {
    counts.wants += 1;
  };
  const sources = startSources({ ...createTestScope(failures), idOf, want, ...overrides });
  const handles = [sources.watch(document)];
  const stop = () => {
    for (const handle of handles.splice(0)) handle.stop();
    sources.stop();
  };
  onTestFinished(() => {
    stop();
    document.body.replaceChildren();
  });
  const watchRoot = (root: Document | ShadowRoot) => {
    handles.push(sources.watch(root));
  };
  const take = () => sources.take(() => false);
  const takeOf = (source: number) => take().filter((told) => told.source === source);
  return { sources, ids: { of: idOf, hidden }, counts, failures, watchRoot, take, takeOf, stop };
}

/** What holds in the end: of each node, the last that was told. */
export function lastOf(all: readonly Incremental[], source: number): Record<string, Incremental> {
  return Object.fromEntries(all.filter((told) => told.source === source).map((told) => [String(told['id']), told]));
}

export const INPUT = 5;
export const SCROLL = 3;
export const ACTION = 2;

export const press = (target: EventTarget) =>
  target.dispatchEvent(new PointerEvent('click', { bubbles: true, composed: true }));
/** An open shadow root in `#host`. */
export const shadow = (html: string) => {
  const root = find('#host').attachShadow({ mode: 'open' });
  root.innerHTML = html;
  return root;
};
export const inRoot = (root: ParentNode, selector: string) => {
  const found = root.querySelector<HTMLInputElement>(selector);
  if (!found) throw new Error(`no ${selector}`);
  return found;
};
