/**
 * What has changed since it was last told. Collecting is all that happens while the page works, so each mark is one entry in
 * a set, whatever it will cost to tell; what changes again meanwhile is marked already.
 */
export interface Dirty<N> {
  /** Nodes whose children have changed. */
  readonly children: Set<N>;
  readonly texts: Set<N>;
  readonly attributes: Map<N, Set<string>>;
  /** What a node inherits may have become another: it is told anew where it has. */
  readonly places: Set<N>;
  /** What is told anew in any case, with all that is in it. */
  readonly anew: Set<N>;
  markAttribute(node: N, name: string): void;
  /** It is being told as it is now. */
  forget(node: N): void;
  count(): number;
  clear(): void;
}

export function createDirty<N>(): Dirty<N> {
  const children = new Set<N>();
  const texts = new Set<N>();
  const attributes = new Map<N, Set<string>>();
  const places = new Set<N>();
  const anew = new Set<N>();
  return {
    ...{ children, texts, attributes, places, anew },
    markAttribute(node, name) {
      const names = attributes.get(node);
      if (names) names.add(name);
      else attributes.set(node, new Set([name]));
    },
    forget(node) {
      texts.delete(node);
      attributes.delete(node);
      places.delete(node);
      anew.delete(node);
    },
    count: () => children.size + texts.size + attributes.size + places.size + anew.size,
    clear() {
      for (const marks of [children, texts, attributes, places, anew]) marks.clear();
    },
  };
}
