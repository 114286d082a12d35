import type { Edit, Field, Line } from './lines.ts';
import type { Names } from './sections.ts';

/** What is written when a line is added: its initial values, with ids that the document has, and times that are not long ago. */
export function additionOf({ words, optional }: Line, names: Names, now: number): Edit[] {
  const fields = words.filter((word) => typeof word !== 'string');
  return (optional?.initial ?? []).map((edit) => ({ ...edit, value: fill(edit, fields, names, now) }));
}

function fill({ path, value }: Edit, fields: readonly Field[], names: Names, now: number): Edit['value'] {
  const field = fields.find((one) => one.path.join('.') === path.join('.'));
  switch (field?.as.type) {
    case 'state':
      return names.states[0] ?? '';
    case 'audience':
      return names.audiences[0] ?? '';
    case 'stateList':
      return names.states.slice(0, 1);
    case 'moment':
      return now;
    default:
      return value;
  }
}
