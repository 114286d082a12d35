import type { RecordData } from '../wire/record.ts';
import { observe } from './observe.ts';
import { describeKey } from './pointer/describeKey.ts';
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

/** Clicks, taps and keys: where, and on what. A key that writes is only a `character`, and in a field not even that. */
export const trackPointer: Tracker = (emit, scope) =>
  observe(scope, scope.window.document, [...TYPES.keys()], (event) => {
    const heard = scope.hear(event);
    const { element, at } = heard;
    const type = TYPES.get(event.type);
    if (!element || !type) return;
    const detail =
      event instanceof scope.window.KeyboardEvent ? describeKey(event, element, scope.privacy) : spot(event, scope);
    if (detail === undefined || heard.isIgnored()) return;
    emit({ kind: 'pointer', at, data: { ...heard.name(), type, ...detail, trusted: event.isTrusted } });
  });

type Spot = Pick<RecordData<'pointer'>, 'pointer' | 'x' | 'y'>;

/** `down` and `up` of a mouse say no more than its click, and are left out. */
function spot(event: Event, scope: CaptureScope): Spot | undefined {
  if (!(event instanceof scope.window.MouseEvent)) return undefined;
  const kind: unknown = 'pointerType' in event ? event.pointerType : undefined;
  const pointer = POINTERS.find((known) => known === kind);
  if (event.type.startsWith('pointer') && pointer !== 'touch') return undefined;
  return { ...(pointer ? { pointer } : {}), x: Math.round(event.clientX), y: Math.round(event.clientY) };
}
