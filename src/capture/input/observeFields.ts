import { stopAll, type Stoppable } from '../../tools/stop.ts';
import { observe, originOf } from '../observe.ts';
import type { CaptureScope } from '../tracker.ts';

/**
 * Observes fields in the document and in the open shadow root that the focus went to last: what stays inside it, such as
 * `change`, and focus that only moves in it, never reach the document. A form is sent after its field was left.
 */
export function observeFields(
  scope: CaptureScope,
  types: readonly string[],
  callback: (event: Event, element: Element) => void,
): Stoppable {
  const { document } = scope.window;
  let root: Node = document;
  let inRoot: Stoppable | undefined;
  let last: Event | undefined;
  const enter = (element: Element) => {
    if (element.getRootNode() === root) return;
    inRoot?.stop();
    root = element.getRootNode();
    inRoot = root === document ? undefined : observe(scope, root, types, follow);
  };
  const follow = (event: Event) => {
    const element = originOf(event, scope);
    if (!element || event === last) return;
    last = event;
    if (event.type === 'focus') enter(element);
    callback(event, element);
  };
  return stopAll([{ stop: () => inRoot?.stop() }, observe(scope, document, types, follow)]);
}
