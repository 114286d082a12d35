/** rrweb's numbers for what pointers do (https://github.com/rrweb-io/rrweb, packages/types). */
export const MOVE_SOURCES: Readonly<Record<string, number>> = { mousemove: 1, touchmove: 6, drag: 12 };
/** Numbered as they stand; those that have no event here are told of others. */
const TYPES = 'pointerup pointerdown click contextmenu dblclick focus blur - - - touchcancel'.split(' ');
export const ACTIONS = TYPES.filter((type) => type !== '-');
/** What `pointerup` and `pointerdown` of a finger are told as. */
const TOUCH_TYPES = [9, 7];
/** Numbered as they stand. */
const POINTERS: readonly unknown[] = ['mouse', 'pen', 'touch'];
const PEN = 1;
const TOUCH = 2;

export interface Spot {
  x?: number;
  y?: number;
}

export interface Action extends Spot {
  type: number;
  pointerType?: number;
}

/** Where in its window; nowhere, where it is the focus that has moved. */
export function spotOf(event: Event): Spot {
  const touches = 'changedTouches' in event ? (event as TouchEvent).changedTouches : undefined;
  const { clientX, clientY } = (touches?.[0] ?? event) as Partial<MouseEvent>;
  return clientX === undefined || clientY === undefined ? {} : { x: Math.round(clientX), y: Math.round(clientY) };
}

/** Makes actions of events. Clicks that don't say what made them are those of the pointer that was seen last. */
export function createActions(): (event: Event) => Action {
  let current = -1;
  return (event) => {
    const type = TYPES.indexOf(event.type);
    let pointer = POINTERS.indexOf(Reflect.get(event, 'pointerType'));
    const touchType = pointer === TOUCH ? TOUCH_TYPES[type] : undefined;
    if (pointer >= 0) current = pointer;
    else if (event.type === 'click') [pointer, current] = [current, -1];
    const isTold = pointer >= 0 && (type >= TOUCH_TYPES.length || pointer === PEN);
    return { type: touchType ?? type, ...spotOf(event), ...(isTold && { pointerType: pointer }) };
  };
}
