import { isField } from '../../../browser/fields.ts';
import { isElement } from '../../../browser/marks.ts';
import { patchAfter } from '../../../browser/patch.ts';
import { stopAll, type Stoppable } from '../../../tools/stop.ts';
import { maskValue } from '../../masking/maskValue.ts';
import { observe } from '../../observe.ts';
import type { Incremental, Source, SourceScope } from '../source.ts';
import { createMarks } from './marks.ts';
import { isNode, nodeOf } from './seen.ts';
import { afterTouched, createTouched } from './touched.ts';

const INPUT = 5;
/** Their value is an attribute, and told as such; that of a file can't be set by any replay. */
const BY_ATTRIBUTE = new Set(['hidden', 'submit', 'button', 'reset', 'image', 'file']);
/** By what programs change fields without an event. */
const CHANGERS = [
  ['Input', 'value', 'checked', 'valueAsNumber', 'valueAsDate', 'stepUp', 'stepDown', 'setRangeText'],
  ['TextArea', 'value', 'setRangeText'],
  ['Select', 'value', 'selectedIndex'],
  ['Option', 'selected'],
] as const;

const IN_LISTS = new Set(['option', 'optgroup']);

type Field = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

export interface FieldSource extends Source {
  /** A node was told anew, as it is now. What is chosen of a list can only be told when its options have been. */
  described(node: Node): void;
  /** Attributes or children of a node have been told that may decide what is in a field: a player sets it by them. */
  changed(node: Node): void;
}

/**
 * What is in fields, masked. What is typed gets no turn of its own: it is told with whatever comes next, at the latest when
 * the field is left.
 */
export function startFields(scope: SourceScope): FieldSource {
  const { idOf, privacy, want } = scope;
  /** Of each field, what was told of it since it was described. */
  const last = new WeakMap<Field, string>();
  const tell = (field: Field, id: number): Incremental[] => {
    const isChecked = isChoice(field) && field.checked;
    const text = maskValue(field.value, field, privacy);
    const state = `${isChecked} ${text}`;
    if (last.get(field) === state) return [];
    last.set(field, state);
    if (isChecked && field.type === 'radio') groupOf(field).forEach((other) => marks.add(other));
    return [{ source: INPUT, id, text, isChecked }];
  };
  const marks = createMarks(scope, tell);
  const touched = createTouched((node, isWaited) => {
    const field = fieldOf(node);
    if (field && !BY_ATTRIBUTE.has(field.type) && idOf(field) !== undefined) marks.add(field, isWaited);
  });
  const touch = (node: unknown, isWaited: boolean) => {
    // Asking is enough: it may show what is in it before its turn comes.
    if (isPassword(node)) privacy.fieldKind(node);
    touched.add(node, isWaited);
    if (isWaited) want();
  };
  const onSet = scope.guard((node: unknown) => {
    touch(node, true);
  });
  const onEvent = (event: Event) => {
    const node = nodeOf(event);
    if (event.type !== 'reset') touch(node, event.type === 'change');
    else if (node?.nodeName === 'FORM') fieldsOf(node, scope.window).forEach(onSet);
  };
  return {
    ...afterTouched(touched, marks),
    watch(root) {
      const window = 'defaultView' in root ? root.defaultView : null;
      const events = observe(scope, root, ['input', 'change', 'reset'], onEvent);
      return stopAll([events, ...(window ? patchFields(window, onSet) : [])]);
    },
    described(node) {
      if (!isElement(node) || !isField(node)) return;
      touched.delete(node);
      last.delete(node);
      if (node.localName === 'select') marks.add(node);
      else marks.delete(node);
    },
    changed(node) {
      const field = fieldOf(node);
      if (!field || BY_ATTRIBUTE.has(field.type)) return;
      last.delete(field);
      marks.add(field);
    },
  };
}

function patchFields(window: Window & typeof globalThis, onChange: (field: unknown) => void): Stoppable[] {
  return CHANGERS.flatMap(([kind, ...names]) => {
    const { prototype } = window[`HTML${kind}Element`];
    return names.map((name) => patchAfter(prototype, name, onChange));
  });
}

/** The field itself, or the one that it is an option or a group of. */
function fieldOf(node: unknown): Field | undefined {
  const element = isNode(node) && isElement(node) ? node : undefined;
  const field = element && IN_LISTS.has(element.localName) ? element.closest('select') : element;
  return field && isField(field) ? field : undefined;
}

function isPassword(node: unknown): node is HTMLInputElement {
  return isNode(node) && 'type' in node && node.type === 'password';
}

function isChoice(field: Field): field is HTMLInputElement {
  return field.type === 'radio' || field.type === 'checkbox';
}

/** All of that name, whatever form they are in: each is told as it is. */
function groupOf(radio: HTMLInputElement): HTMLInputElement[] {
  const root = radio.getRootNode();
  const all = 'querySelectorAll' in root ? (root as ParentNode).querySelectorAll('input') : [];
  return Array.from(all).filter(({ type, name }) => type === 'radio' && name === radio.name && name !== '');
}

/** Not as the form says it: one of its fields may have the name `elements`. */
function fieldsOf(form: Node, window: Window & typeof globalThis): Element[] {
  return Array.from(Reflect.get(window.HTMLFormElement.prototype, 'elements', form) as Iterable<Element>);
}
