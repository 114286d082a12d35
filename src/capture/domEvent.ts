/**
 * The parts of rrweb's events that masking looks at (https://github.com/rrweb-io/rrweb, packages/types). All else in an
 * event passes untouched.
 */
export const EVENT = { domContentLoaded: 0, load: 1, fullSnapshot: 2, incremental: 3, meta: 4 } as const;
export const SOURCE = { mutation: 0, input: 5 } as const;
export const NODE = { element: 2, text: 3 } as const;
/** What a user does on a node: by its id, or a path of ids. */
const ACTIONS: readonly unknown[] = [1, 2, 3, 6, 7];

export interface DomEvent {
  type: number;
  timestamp: number;
  data?: unknown;
}

export interface SerializedNode {
  type: number;
  id: number;
  tagName?: string;
  attributes?: Attributes;
  textContent?: string;
  childNodes?: SerializedNode[];
}

export type Attributes = Record<string, unknown>;

export interface Mutation {
  source: typeof SOURCE.mutation;
  texts: { id: number; value: string | null }[];
  attributes: { id: number; attributes: Attributes }[];
  adds: { parentId: number; node: SerializedNode }[];
  removes: { parentId: number; id: number }[];
  isAttachIframe?: boolean;
}

export interface InputChange {
  source: typeof SOURCE.input;
  id: number;
  text: string;
}

export function isMutation(data: unknown): data is Mutation {
  return isObject(data) && data['source'] === SOURCE.mutation && Array.isArray(data['adds']);
}

export function isInputChange(data: unknown): data is InputChange {
  return isObject(data) && data['source'] === SOURCE.input && typeof data['text'] === 'string';
}

/** A click, a scroll, a movement, a change of a player. */
export function isAction(data: unknown): data is { id?: number; positions?: { id: number }[] } {
  return isObject(data) && ACTIONS.includes(data['source']);
}

/** Changes of style sheets that markup doesn't show: rules, declarations, adopted sheets. */
export function isStyleChange(data: unknown): data is Record<string, unknown> {
  return isObject(data) && [8, 13, 15].includes(Number(data['source']));
}

export function isSnapshot(data: unknown): data is { node: SerializedNode } {
  return isObject(data) && isObject(data['node']);
}

export function isMeta(data: unknown): data is { href: string } {
  return isObject(data) && typeof data['href'] === 'string';
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
