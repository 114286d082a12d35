import { OBJECT_NAMES, type ObjectName, type ValueType } from './types.ts';
import { VOCABULARY } from './vocabulary.ts';

/** The type of what a path names, or what is wrong with the path. */
export type PathType = { type: ValueType } | { message: string };

/** What the names of a condition mean. */
export type NameTypes = (name: string) => PathType;

/** The names of all conditions but those of combinations. */
export function rootType(name: string): PathType {
  if (isObjectName(name)) return { type: name };
  const owner = OBJECT_NAMES.find((object) => VOCABULARY[object].has(name));
  const hint = owner === undefined ? `; conditions see ${listed(OBJECT_NAMES)}` : `, did you mean ${owner}.${name}?`;
  return { message: `unknown name "${name}"${hint}` };
}

/** The names of a combination's condition: its parts, each true while it has happened. */
export function partTypes(ids: readonly string[]): NameTypes {
  return (name) => {
    if (ids.includes(name)) return { type: 'bool' };
    return { message: `unknown name "${name}"; the condition of a combination sees its parts: ${listed(ids)}` };
  };
}

function listed(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`;
}

export function fieldType(owner: ValueType, name: string): PathType {
  if (owner === 'any' || owner === 'map') return { type: 'any' };
  if (!isObjectName(owner)) return { message: `a ${owner} has no fields, so .${name} means nothing` };
  const field = VOCABULARY[owner].get(name);
  if (field !== undefined) return { type: field.type };
  return { message: `${owner} has no field "${name}"${suggest(owner, name)}` };
}

function isObjectName(name: string): name is ObjectName {
  return Object.hasOwn(VOCABULARY, name);
}

function suggest(owner: ObjectName, name: string): string {
  const names = [...VOCABULARY[owner].keys()];
  const near = names.find((known) => distance(known.toLowerCase(), name.toLowerCase()) <= Math.max(1, name.length / 3));
  if (near !== undefined) return `, did you mean ${owner}.${near}?`;
  return owner === 'record' ? '; what a custom record carries is in record.data' : ` (it has ${names.join(', ')})`;
}

/** Number of single changes between two words (Levenshtein). */
function distance(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (const [index, letter] of [...one].entries()) {
    const next = [index + 1];
    for (let column = 1; column <= other.length; column += 1) {
      const change = (row[column - 1] ?? 0) + (letter === other[column - 1] ? 0 : 1);
      next.push(Math.min(change, (row[column] ?? 0) + 1, (next[column - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
