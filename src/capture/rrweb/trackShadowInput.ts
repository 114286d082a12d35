import { isField, isTextEntry } from '../../browser/fields.ts';
import type { Stoppable } from '../../tools/stop.ts';
import { observe } from '../observe.ts';
import type { CaptureScope } from '../tracker.ts';
import { SOURCE, type InputChange } from '../domEvent.ts';

/**
 * What users put into fields inside of shadow roots. The recorder waits on the document for `change`, which stays within a
 * shadow root; `input` and `focusout` come out. Text is told when the field is left, as `change` does, a choice at once.
 */
export function trackShadowInput(
  scope: CaptureScope,
  idOf: (field: Element) => number,
  say: (change: InputChange & { isChecked: boolean; userTriggered: boolean }) => void,
): Stoppable {
  let typed: Element | undefined;
  return observe(scope, scope.window.document, ['input', 'focusout'], (event) => {
    const field = scope.hear(event).element;
    if (!field || field === event.target || !isField(field)) return;
    const isInput = event.type === 'input';
    if (isInput && isTextEntry(field)) {
      typed = field;
    } else if (isInput || typed === field) {
      typed = undefined;
      const isChecked = 'checked' in field && field.checked;
      const { value } = field as HTMLInputElement;
      say({ source: SOURCE.input, id: idOf(field), text: value, isChecked, userTriggered: event.isTrusted });
    }
  });
}
