import { isTextEntry } from '../../browser/fields.ts';
import type { Privacy } from '../../browser/privacy.ts';
import type { RecordData } from '../../wire/record.ts';

type Key = Pick<RecordData<'pointer'>, 'key' | 'keyType'>;

/** Keys that write nothing. Any other name could be the text that a program puts into an event of its own. */
const NAMED = {
  navigation: /^(Arrow(Up|Down|Left|Right)|Home|End|Page(Up|Down)|Tab)$/,
  editing: /^(Backspace|Delete|Enter|Insert)$/,
  function: /^(F\d\d?|Escape)$/,
} as const;
/** Of a secret field not even the number of keys is told. */
const OUT_OF_SECRET = /^(Enter|Tab|Escape)$/;

/**
 * A key by its kind: a named one by its name, a shortcut with its modifiers, and what writes as `character`, in a field not
 * even that. AltGr, and Alt on some keyboards, write characters; Ctrl with Alt is AltGr's other form.
 */
export function describeKey(event: KeyboardEvent, element: Element, privacy: Privacy): Key | undefined {
  // Autofill sends key events without a key.
  const name: unknown = event.key;
  if (typeof name !== 'string' || event.repeat) return undefined;
  const keyType = (['navigation', 'editing', 'function'] as const).find((type) => NAMED[type].test(name));
  const { ctrlKey, altKey, metaKey, shiftKey } = event;
  const isShortcut = metaKey || (ctrlKey && !altKey) || (altKey && keyType !== undefined);
  // Most keys are these, and say nothing.
  if (!isShortcut && !keyType && isTextEntry(element)) return undefined;
  if (privacy.fieldKind(element) === 'secret' && !OUT_OF_SECRET.test(name)) return undefined;
  const isCharacter = [...name].length === 1;
  if (isShortcut) {
    if (!keyType && !isCharacter) return undefined;
    const modifiers = [ctrlKey && 'Ctrl', altKey && 'Alt', shiftKey && 'Shift', metaKey && 'Meta'];
    return {
      key: [...modifiers.filter(Boolean), name.length === 1 ? name.toUpperCase() : name].join('+'),
      keyType: 'shortcut',
    };
  }
  if (keyType) return { key: name, keyType };
  const isWriting = isCharacter || name === 'Dead' || name === 'Process' || name === 'Unidentified';
  return isWriting ? { key: 'character', keyType: 'character' } : undefined;
}
