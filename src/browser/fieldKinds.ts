import { isSecretName } from '../tools/secretName.ts';
import { stopAll, type Stoppable } from '../tools/stop.ts';
import { fieldKind, fieldType, type FieldKind } from './fields.ts';
import { listen } from './listen.ts';

/** Long enough for one checkpoint; fields that a page adds are empty at first. */
const LABELS_MS = 500;

export interface FieldKinds {
  of(field: Element): FieldKind;
  /** Notes fields of type `password`, however short they are. */
  watch(document: Document): Stoppable;
}

/** What kind each field is, with a memory of those that once were passwords, and of which labels speak of secrets. */
export function createFieldKinds(): FieldKinds {
  const passwords = new WeakSet();
  const isLabelledSecret = createLabelIndex();
  const note = (field: Element) => {
    if (fieldType(field) === 'password') passwords.add(field);
  };
  return {
    of(field) {
      note(field);
      return passwords.has(field) ? 'secret' : fieldKind(field, isLabelledSecret);
    },
    watch(document) {
      const onFocus = (event: Event) => {
        const [target] = event.composedPath();
        if (target instanceof Element) note(target);
      };
      const observer = new MutationObserver((changes) => {
        for (const { target, oldValue } of changes) if (oldValue?.toLowerCase() === 'password') passwords.add(target);
      });
      observer.observe(document, { subtree: true, attributeFilter: ['type'], attributeOldValue: true });
      return stopAll([
        listen(document, 'focusin', onFocus, { capture: true, passive: true }),
        { stop: () => observer.disconnect() },
      ]);
    },
  };
}

/** A field's own `labels` would look through the whole document for each field. */
function createLabelIndex(): (field: Element) => boolean {
  let known = new WeakMap<Node, Set<string>>();
  let knownAt = -Infinity;
  return (field) => {
    const around = field.closest('label');
    if (around && isSecretName(around.textContent)) return true;
    if (field.id === '') return false;
    if (performance.now() - knownAt > LABELS_MS) {
      known = new WeakMap();
      knownAt = performance.now();
    }
    const root = field.getRootNode();
    const ids = known.get(root) ?? secretIds(root);
    known.set(root, ids);
    return ids.has(field.id);
  };
}

function secretIds(root: Node): Set<string> {
  const labels =
    'querySelectorAll' in root ? [...(root as ParentNode).querySelectorAll<HTMLLabelElement>('label[for]')] : [];
  return new Set(labels.filter(({ textContent }) => isSecretName(textContent)).map(({ htmlFor }) => htmlFor));
}
