import { stopAll, type Stoppable } from '../../tools/stop.ts';
import type { Heard } from '../hear.ts';
import { observe } from '../observe.ts';
import type { CaptureScope } from '../tracker.ts';

/**
 * Observes fields in the document and in the open shadow root that the focus went to last: what stays inside it, such as
 * `change`, and focus that only moves in it, never reach the document. A form is sent after its field was left.
 */
export function observeFields(
  scope: CaptureScope,
  types: readonly string[],
  callback: (heard: Heard, element: Element) => void,
): Stoppable {
  const { document } = scope.window;
  let root: Node = document;
  let inRoot: Stoppable | undefined;
  let last: Heard | undefined;
  const enter = (element: Element) => {
    if (element.getRootNode() === root) return;
    inRoot?.stop();
    root = element.getRootNode();
    inRoot = root === document ? undefined : observe(scope, root, types, follow);
  };
  const follow = (event: Event) => {
    const heard = scope.hear(event);
    const { element } = heard;
    if (!element || heard === last) return;
    last = heard;
    if (event.type === 'focus') enter(element);
    callback(heard, element);
  };
  return stopAll([{ stop: () => inRoot?.stop() }, observe(scope, document, types, follow)]);
}
