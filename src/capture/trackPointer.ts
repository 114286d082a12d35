import { fieldKind, isTextEntry } from '../browser/fields.ts';
import { BLOCK, closestAcross, IGNORE } from '../browser/marks.ts';
import type { RecordData } from '../wire/record.ts';
import { observe, originOf } from './observe.ts';
import { nameTarget } from './target.ts';
import type { CaptureScope, Tracker } from './tracker.ts';

type PointerType = RecordData<'pointer'>['type'];

const TYPES: ReadonlyMap<string, PointerType> = new Map([
  ['click', 'click'],
  ['dblclick', 'dblclick'],
  ['contextmenu', 'contextmenu'],
  ['pointerdown', 'down'],
  ['pointerup', 'up'],
  ['keydown', 'key'],
]);
const POINTERS = ['mouse', 'touch', 'pen'] as const;
const MODIFIERS = new Set(['Shift', 'Control', 'Alt', 'AltGraph', 'Meta', 'CapsLock', 'NumLock', 'Fn']);
/** Of a secret field not even the number of keys is told. */
const SECRET_KEYS = new Set(['Enter', 'Tab', 'Escape']);
const UNNAMED = new Set(['Dead', 'Process', 'Unidentified']);

/** Clicks, taps and keys: where, and on what. A key that writes is only a `character`, and in a field not even that. */
export const trackPointer: Tracker = (emit, scope) =>
  observe(scope, scope.window.document, [...TYPES.keys()], (event) => {
    const element = originOf(event, scope);
    const type = TYPES.get(event.type);
    if (!element || !type || closestAcross(element, IGNORE)) return;
    const detail = event instanceof scope.window.KeyboardEvent ? keyDetail(event, element) : spot(event, scope);
    if (detail === undefined) return;
    const target = closestAcross(element, BLOCK) ?? element;
    emit({
      kind: 'pointer',
      at: scope.now(),
      data: { ...nameTarget(target), type, ...detail, trusted: event.isTrusted },
    });
  });

type Detail = Pick<RecordData<'pointer'>, 'pointer' | 'x' | 'y' | 'key'>;

/** `down` and `up` of a mouse say no more than its click, and are left out. */
function spot(event: Event, scope: CaptureScope): Detail | undefined {
  if (!(event instanceof scope.window.MouseEvent)) return undefined;
  const kind: unknown = 'pointerType' in event ? event.pointerType : undefined;
  const pointer = POINTERS.find((known) => known === kind);
  if (event.type.startsWith('pointer') && pointer !== 'touch') return undefined;
  return { ...(pointer ? { pointer } : {}), x: Math.round(event.clientX), y: Math.round(event.clientY) };
}

function keyDetail(event: KeyboardEvent, element: Element): Detail | undefined {
  // Autofill sends key events without a key.
  const name: unknown = event.key;
  if (typeof name !== 'string' || event.repeat || MODIFIERS.has(name)) return undefined;
  const key = [...name].length === 1 || UNNAMED.has(name) ? 'character' : name;
  if (fieldKind(element) === 'secret' && !SECRET_KEYS.has(key)) return undefined;
  return key === 'character' && isTextEntry(element) ? undefined : { key };
}
