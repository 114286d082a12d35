/**
 * The recorder replaces some of the browser's methods. When it ends it puts back what it found, over whatever the page has
 * put there since, and forgets a few; with a checkpoint, too, it puts some anew. This notes each place before the start and
 * sets it right afterwards: ours out, what the page has patched meanwhile kept.
 */
export interface PatchLog {
  /** Runs what lets the recorder patch; what the page has put over it stays. */
  patching(action: () => void): void;
  /** Runs what ends the recorder, and takes out all that is its own. */
  ending(action: () => void): void;
}

type Place = readonly [owner: object, name: string];

export function createPatchLog(window: Window & typeof globalThis): PatchLog {
  const places = patchedPlaces(window);
  const before = places.map(describe);
  let ours = before;
  return {
    patching(action) {
      const last = places.map(describe);
      action();
      places.forEach((place, index) => {
        if (!isSame(last[index], ours[index])) settle(place, last[index]);
      });
      ours = places.map((place, index) => (isSame(last[index], ours[index]) ? describe(place) : ours[index]));
    },
    ending(action) {
      const last = places.map(describe);
      action();
      places.forEach((place, index) => {
        settle(place, isSame(last[index], ours[index]) ? before[index] : last[index]);
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
