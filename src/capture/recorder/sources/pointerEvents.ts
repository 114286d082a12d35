/** rrweb's words for what pointers do (https://github.com/rrweb-io/rrweb, packages/types). */
export const MOVE_SOURCES: Readonly<Record<string, number>> = { mousemove: 1, touchmove: 6, drag: 12 };
const TYPES: Readonly<Record<string, number>> = {
  ...{ pointerup: 0, pointerdown: 1, click: 2, contextmenu: 3, dblclick: 4, focus: 5, blur: 6, touchcancel: 10 },
};
export const ACTIONS = Object.keys(TYPES);
/** Numbered as they stand. */
const POINTERS: readonly unknown[] = ['mouse', 'pen', 'touch'];
const [PEN, TOUCH] = [1, 2];
/** What begins and ends with a finger is told as another thing. */
const TOUCH_TYPES: Readonly<Record<string, number>> = { pointerup: 9, pointerdown: 7 };

export interface Spot {
  x?: number;
  y?: number;
}

export interface Action extends Spot {
  type: number;
  pointerType?: number;
}

/** Where in its window; nowhere, where it is the keyboard's. */
export function spotOf(event: Event): Spot {
  const touches = 'changedTouches' in event ? (event as TouchEvent).changedTouches : undefined;
  const { clientX, clientY } = (touches?.[0] ?? event) as Partial<MouseEvent>;
  return clientX === undefined || clientY === undefined ? {} : { x: Math.round(clientX), y: Math.round(clientY) };
}

/** Makes actions of events. Clicks that don't say what made them are those of the pointer that was seen last. */
export function createActions(): (event: Event) => Action {
  let current = -1;
  return (event) => {
    const pointer = POINTERS.indexOf('changedTouches' in event ? 'touch' : Reflect.get(event, 'pointerType'));
    const isClick = event.type === 'click';
    const told = pointer < 0 && isClick ? current : pointer;
    if (pointer >= 0) current = pointer;
    else if (isClick) current = -1;
    const touchType = pointer === TOUCH ? TOUCH_TYPES[event.type] : undefined;
    const isPlain = 'changedTouches' in event || (event.type in TOUCH_TYPES && told !== PEN);
    const type = touchType ?? TYPES[event.type] ?? 0;
    return { type, ...spotOf(event), ...(told >= 0 && !isPlain && { pointerType: told }) };
  };
}
