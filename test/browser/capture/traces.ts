import { onTestFinished } from 'vitest';

/** Until the end of the test it counts what is left behind: listeners that were added and not removed, and methods that are not the browser's. */
export interface Traces {
  /** Names of what is still there: `click`, `fetch` … */
  left(): string[];
}

const METHODS: [object, string][] = [
  [window, 'fetch'],
  [XMLHttpRequest.prototype, 'open'],
  [XMLHttpRequest.prototype, 'send'],
  [Navigator.prototype, 'sendBeacon'],
  [history, 'pushState'],
  [history, 'replaceState'],
  ...['debug', 'log', 'info', 'warn', 'error'].map((name): [object, string] => [console, name]),
  ...['insertRule', 'deleteRule', 'addRule', 'removeRule', 'replace', 'replaceSync'].map((name): [object, string] => [
    CSSStyleSheet.prototype,
    name,
  ]),
  [CSSStyleDeclaration.prototype, 'setProperty'],
  [CSSStyleDeclaration.prototype, 'removeProperty'],
  [CSSGroupingRule.prototype, 'insertRule'],
  [CSSGroupingRule.prototype, 'deleteRule'],
  [CSSMediaRule.prototype, 'insertRule'],
  [HTMLInputElement.prototype, 'value'],
  [HTMLInputElement.prototype, 'checked'],
  [HTMLSelectElement.prototype, 'value'],
  [HTMLSelectElement.prototype, 'selectedIndex'],
  [HTMLTextAreaElement.prototype, 'value'],
  [HTMLOptionElement.prototype, 'selected'],
  [Element.prototype, 'attachShadow'],
  [customElements, 'define'],
  [document, 'adoptedStyleSheets'],
];

export function startTraces(): Traces {
  const listeners = new Map<string, number>();
  const ids = new WeakMap<object, number>();
  let idCount = 0;
  const idOf = (value: unknown) => {
    if (typeof value !== 'object' && typeof value !== 'function') return 0;
    if (value === null) return 0;
    const known = ids.get(value) ?? (idCount += 1);
    ids.set(value, known);
    return known;
  };
  const keyOf = (target: unknown, [type, callback, options]: unknown[]) => {
    const isObject = typeof options === 'object' && options !== null;
    const isCapture: unknown = isObject ? Reflect.get(options, 'capture') : options;
    return `${String(type)} ${idOf(target)} ${idOf(callback)} ${String(Boolean(isCapture))}`;
  };
  const { addEventListener, removeEventListener } = EventTarget.prototype;
  EventTarget.prototype.addEventListener = function (this: unknown, ...args: unknown[]) {
    const isOnce = typeof args[2] === 'object' && args[2] !== null && Reflect.get(args[2], 'once') === true;
    if (!isOnce) listeners.set(keyOf(this ?? window, args), 1);
    Reflect.apply(addEventListener, this ?? window, args);
  };
  EventTarget.prototype.removeEventListener = function (this: unknown, ...args: unknown[]) {
    listeners.delete(keyOf(this ?? window, args));
    Reflect.apply(removeEventListener, this ?? window, args);
  };
  // The test runner has put methods of its own on the window.
  const ofWindow = [window.addEventListener, window.removeEventListener] as const;
  window.addEventListener = EventTarget.prototype.addEventListener;
  window.removeEventListener = EventTarget.prototype.removeEventListener;
  onTestFinished(() => {
    EventTarget.prototype.addEventListener = addEventListener;
    EventTarget.prototype.removeEventListener = removeEventListener;
    [window.addEventListener, window.removeEventListener] = ofWindow;
  });
  const before = METHODS.map(([owner, name]) => Object.getOwnPropertyDescriptor(owner, name));
  return {
    left() {
      const patched = METHODS.filter(([owner, name], index) => {
        const now = Object.getOwnPropertyDescriptor(owner, name);
        const then = before[index];
        return now?.value !== then?.value || now?.set !== then?.set || now?.get !== then?.get;
      });
      const types = [...listeners.keys()].map((key) => key.split(' ')[0] ?? '');
      return [...types, ...patched.map(([, name]) => name)];
    },
  };
}
