/** What a page has of its own, noted before anything else runs on it, to be compared later. */
declare global {
  interface Window {
    pageTraces: {
      /** What is there now and was not then: listeners, timers, methods that are not the browser's, globals, elements. */
      left(): string[];
      /** Sum of layout shifts since the page began. */
      shift(): number;
      /** Rules of the page's policy that were violated. */
      violations: string[];
    };
  }
}

/** Runs in the page, first of all. */
export function startPageTraces(): void {
  if (window.top !== window) return;
  const listeners = new Map<string, { target: unknown; name: string }>();
  const ids = new WeakMap<object, number>();
  let idCount = 0;
  const idOf = (value: unknown): number => {
    if ((typeof value !== 'object' && typeof value !== 'function') || value === null) return 0;
    const known = ids.get(value) ?? (idCount += 1);
    ids.set(value, known);
    return known;
  };
  const keyOf = (target: unknown, [type, callback, options]: unknown[]) => {
    const isObject = typeof options === 'object' && options !== null;
    const isCapture: unknown = isObject ? Reflect.get(options, 'capture') : options;
    return [type, idOf(target), idOf(callback), Boolean(isCapture)].join(' ');
  };
  const { addEventListener, removeEventListener } = EventTarget.prototype;
  // Only on what outlives the agent: its own workers, signals and requests go with it.
  const isOfPage = (target: unknown) =>
    [window, document, history, window.navigation, window.visualViewport].includes(target as never) ||
    target instanceof Node;
  EventTarget.prototype.addEventListener = function (this: unknown, ...args: unknown[]) {
    const signal: unknown =
      typeof args[2] === 'object' && args[2] !== null ? Reflect.get(args[2], 'signal') : undefined;
    if (signal instanceof AbortSignal) {
      const key = keyOf(this ?? window, args);
      Reflect.apply(addEventListener, signal, ['abort', () => listeners.delete(key)]);
    }
    if (isOfPage(this ?? window))
      listeners.set(keyOf(this ?? window, args), { target: this ?? window, name: `listener ${String(args[0])}` });
    Reflect.apply(addEventListener, this ?? window, args);
  };
  EventTarget.prototype.removeEventListener = function (this: unknown, ...args: unknown[]) {
    listeners.delete(keyOf(this ?? window, args));
    Reflect.apply(removeEventListener, this ?? window, args);
  };
  const timers = new Map<unknown, string>();
  const { setTimeout, clearTimeout, setInterval, clearInterval } = window;
  const begin = (native: (...args: never[]) => number, isOnce: boolean) =>
    function (callback: () => void, delayMs: number, ...more: unknown[]): number {
      const run = (...args: unknown[]) => {
        if (isOnce) timers.delete(timer);
        Reflect.apply(callback, window, args);
      };
      const timer = Reflect.apply(native, window, [run, delayMs, ...more]);
      timers.set(timer, `timer of ${String(delayMs)} ms`);
      return timer;
    };
  const end = (native: (timer: number | undefined) => void) => (timer: number | undefined) => {
    timers.delete(timer);
    native.call(window, timer);
  };
  Object.assign(window, { setTimeout: begin(setTimeout, true), setInterval: begin(setInterval, false) });
  Object.assign(window, { clearTimeout: end(clearTimeout), clearInterval: end(clearInterval) });

  const places: [string, object][] = Object.entries({
    window,
    document,
    history,
    navigator,
    console,
    customElements,
    xhr: XMLHttpRequest.prototype,
    navigators: Navigator.prototype,
    histories: History.prototype,
    eventTargets: EventTarget.prototype,
    nodes: Node.prototype,
    elements: Element.prototype,
    htmlElements: HTMLElement.prototype,
    inputs: HTMLInputElement.prototype,
    selects: HTMLSelectElement.prototype,
    areas: HTMLTextAreaElement.prototype,
    options: HTMLOptionElement.prototype,
    canvases: HTMLCanvasElement.prototype,
    sheets: CSSStyleSheet.prototype,
    styles: CSSStyleDeclaration.prototype,
    groups: CSSGroupingRule.prototype,
    media: CSSMediaRule.prototype,
    conditions: CSSConditionRule.prototype,
    supports: CSSSupportsRule.prototype,
    shadows: ShadowRoot.prototype,
    documents: Document.prototype,
    promises: Promise.prototype,
    media2: HTMLMediaElement.prototype,
    faces: FontFace.prototype,
  });
  const describe = ([, owner]: [string, object]) =>
    Object.getOwnPropertyDescriptors(owner) as Record<string, PropertyDescriptor>;
  const pageTraces: Window['pageTraces'] = {
    left() {
      const changed = places.flatMap((place, index) => {
        const then = before[index] ?? {};
        return Object.entries(describe(place))
          .filter(([name, now]) => {
            // Frames of the page.
            if (/^\d+$/.test(name)) return false;
            const was = then[name];
            // Numbers and texts of the window, such as its size, change by themselves.
            if (was && typeof now.value !== 'function') return now.get !== was.get || now.set !== was.set;
            return now.value !== was?.value || !was;
          })
          .map(([name]) => `${place[0]}.${name}`);
      });
      // Listeners on an element that has gone went with it.
      const held = [...listeners.values()]
        .filter(({ target }) => !(target instanceof Node) || target.isConnected)
        .map(({ name }) => name);
      const elements = [...document.querySelectorAll('*')].map(({ localName }) => localName);
      const ours = elements.filter((name) => name.startsWith('rewindow')).map((name) => `<${name}>`);
      return [...changed.filter((name) => name !== 'window.rewindow'), ...ours, ...held, ...timers.values()];
    },
    shift: () => shift,
    violations: [],
  };
  let shift = 0;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) shift += Number(Reflect.get(entry, 'value'));
  }).observe({ type: 'layout-shift', buffered: true });
  Reflect.apply(addEventListener, document, [
    'securitypolicyviolation',
    (event: SecurityPolicyViolationEvent) => {
      pageTraces.violations.push(
        `${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}:${String(event.lineNumber)} ${event.sample}`,
      );
    },
  ]);
  window.pageTraces = pageTraces;
  const before = places.map(describe);
}
