/**
 * The recorder replaces some of the browser's methods. When it ends it puts back what it found, over whatever the page has
 * put there since, and forgets a few. This notes each place before the start and sets it right after the end: ours out,
 * what the page has patched meanwhile kept.
 */
export interface PatchLog {
  /** After the recorder has started: what stands there now is its own. */
  noteStarted(): void;
  /** Ends the recorder by `stop`, then sets every place right. */
  stopWith(stop: () => void): void;
}

type Place = readonly [owner: object, name: string];

export function createPatchLog(window: Window & typeof globalThis): PatchLog {
  const places = patchedPlaces(window);
  const before = places.map(describe);
  let started = before;
  return {
    noteStarted() {
      started = places.map(describe);
    },
    stopWith(stop) {
      const last = places.map(describe);
      stop();
      places.forEach((place, index) => {
        const isOurs = isSame(last[index], started[index]);
        settle(place, isOurs ? before[index] : last[index]);
      });
    },
  };
}

function patchedPlaces(window: Window & typeof globalThis): Place[] {
  const sheetMethods = ['insertRule', 'deleteRule', 'addRule', 'removeRule', 'replace', 'replaceSync'];
  const groups = [window.CSSGroupingRule, window.CSSMediaRule, window.CSSConditionRule, window.CSSSupportsRule];
  return [
    ...sheetMethods.map((name): Place => [window.CSSStyleSheet.prototype, name]),
    ...groups.flatMap(({ prototype }): Place[] => [
      [prototype, 'insertRule'],
      [prototype, 'deleteRule'],
    ]),
    [window.CSSStyleDeclaration.prototype, 'setProperty'],
    [window.CSSStyleDeclaration.prototype, 'removeProperty'],
    [window.HTMLInputElement.prototype, 'value'],
    [window.HTMLInputElement.prototype, 'checked'],
    [window.HTMLSelectElement.prototype, 'value'],
    [window.HTMLSelectElement.prototype, 'selectedIndex'],
    [window.HTMLTextAreaElement.prototype, 'value'],
    [window.HTMLOptionElement.prototype, 'selected'],
    [window.Element.prototype, 'attachShadow'],
    [window.customElements, 'define'],
    [window.document, 'adoptedStyleSheets'],
  ];
}

function describe([owner, name]: Place): PropertyDescriptor | undefined {
  return Object.getOwnPropertyDescriptor(owner, name);
}

function isSame(one: PropertyDescriptor | undefined, other: PropertyDescriptor | undefined): boolean {
  return one?.value === other?.value && one?.get === other?.get && one?.set === other?.set;
}

function settle([owner, name]: Place, wanted: PropertyDescriptor | undefined): void {
  const now = Object.getOwnPropertyDescriptor(owner, name);
  if (wanted === undefined) Reflect.deleteProperty(owner, name);
  else if (!isSame(now, wanted) || now === undefined) Reflect.defineProperty(owner, name, wanted);
}
