/** What a set of selectors depends on, as far as their text says. */
export interface SelectorReach {
  /** Attributes of the elements that they speak of. */
  attributes: ReadonlySet<string>;
  /** Those by which an attribute of an element can change what is below it. */
  down: string;
  /** Those that depend on more than attributes of the element and of those around it. */
  wide: string;
}

/** Escapes, comments and strings may hold anything. */
const HIDDEN_PARTS = /\\[\s\S]|\/\*[\s\S]*?\*\/|"(?:\\[\s\S]|[^"\\])*"|'(?:\\[\s\S]|[^'\\])*'/g;
const ATTRIBUTE = /\[\s*(?:[^\s\]|=~^$*]*\|(?!=))?([^\s\]=~|^$*]+)[^\]]*\]/g;
const NOT_COMBINATORS = /\s*,\s*|\(\s+|\s+\)/g;
const WIDE = /[+~]|:(?!(?:is|where|not)\()/i;
const DOWN = /[\s>]/;

export function readSelectors(selectors: readonly string[]): SelectorReach {
  const attributes = new Set<string>();
  const down: string[] = [];
  const wide: string[] = [];
  for (const selector of selectors) {
    const bare = selector.replace(HIDDEN_PARTS, 'x').replace(ATTRIBUTE, (_all, name: string) => {
      attributes.add(name).add(name.toLowerCase());
      return 'x';
    });
    if (bare.includes('.')) attributes.add('class');
    if (bare.includes('#')) attributes.add('id');
    const compact = bare.trim().replace(NOT_COMBINATORS, (found) => found.trim());
    if (WIDE.test(compact)) wide.push(selector);
    else if (DOWN.test(compact)) down.push(selector);
  }
  return { attributes, down: down.join(), wide: wide.join() };
}
