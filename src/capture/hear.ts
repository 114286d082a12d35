import type { TargetName } from './target.ts';
import { nameTarget } from './target.ts';
import type { CaptureScope } from './tracker.ts';

/** An event as it was when it was heard: what more than one tracker asks of it is found out once. */
export interface Heard {
  readonly event: Event;
  readonly at: number;
  /** From where it began up, through open shadow roots; an event that is over has none any more. */
  readonly path: readonly EventTarget[];
  /** Where it began; undefined where that was no element. */
  readonly element: Element | undefined;
  /** What happens there is not recorded; so it is of what is no element. */
  isIgnored(): boolean;
  /** What the element is called as long as the event goes on. Asked of ignored ones it is empty. */
  name(): TargetName;
}

/** Everyone who asks for the same event gets the same. */
export function createHearing({ window, now, privacy }: Pick<CaptureScope, 'window' | 'now' | 'privacy'>) {
  const known = new WeakMap<Event, Heard>();
  return (event: Event): Heard => {
    const heard = known.get(event) ?? hear(event);
    known.set(event, heard);
    return heard;
  };
  function hear(event: Event): Heard {
    const path = event.composedPath();
    const [first] = path;
    const element = first instanceof window.Element ? first : undefined;
    let ignored: boolean | undefined;
    let name: TargetName | undefined;
    const isIgnored = () => (ignored ??= element === undefined || privacy.isIgnored(element));
    return {
      ...{ event, at: now(), path, element, isIgnored },
      name: () => (name ??= element && !isIgnored() ? nameTarget(element, privacy) : { selector: '' }),
    };
  }
}
