import { patchMethod, type Method } from '../../../browser/patch.ts';
import { stopAll, type Stoppable } from '../../../tools/stop.ts';
import type { Declaration } from './changeLog.ts';
import type { RuleHolder } from './rulePath.ts';

/** What programs do to style sheets; each is told after the browser has done it. */
export interface SheetChanges {
  inserted(holder: RuleHolder, index: number, rule: string): void;
  deleted(holder: RuleHolder, index: number): void;
  replaced(sheet: CSSStyleSheet): void;
  /** Set, or removed where nothing is declared. */
  declared(rule: CSSRule, name: string, declaration?: Declaration): void;
}

/** Rules that others can be put into; each browser has the methods on one class or another. */
const HOLDERS = ['CSSGroupingRule', 'CSSConditionRule', 'CSSMediaRule', 'CSSSupportsRule', 'CSSStyleRule'];

type Note = (self: never, args: readonly unknown[], result: unknown) => void;

/** One page's or frame's style sheets. The page gets its own results and exceptions; what has failed isn't told. */
export function patchSheets(window: Window & typeof globalThis, changes: SheetChanges): Stoppable {
  const sheets = window.CSSStyleSheet.prototype;
  const declarations = window.CSSStyleDeclaration.prototype;
  const waiting = new WeakSet<CSSStyleSheet>();
  const inserted: Note = (holder: RuleHolder, [rule], index) => {
    changes.inserted(holder, Number(index), String(rule));
  };
  const deleted: Note = (holder: RuleHolder, [index = 0]) => {
    changes.deleted(holder, Number(index) >>> 0);
  };
  const holders = HOLDERS.map((name) => prototypeOf(Reflect.get(window, name))).filter(
    (holder) => holder !== undefined,
  );
  return stopAll([
    after(sheets, 'insertRule', inserted),
    after(sheets, 'deleteRule', deleted),
    after(sheets, 'removeRule', deleted),
    after(sheets, 'addRule', (sheet: CSSStyleSheet, [selector, block, index = sheet.cssRules.length - 1]) => {
      changes.inserted(sheet, Number(index), `${String(selector)} { ${String(block)} }`);
    }),
    after(sheets, 'replaceSync', changes.replaced),
    after(sheets, 'replace', (sheet: CSSStyleSheet, _args, result) => {
      // The promise is rejected then, and nobody may have handled that but the page.
      if (sheet.ownerNode) return;
      changes.replaced(sheet);
      if (waiting.has(sheet)) return;
      waiting.add(sheet);
      void settled(result, () => {
        waiting.delete(sheet);
        changes.replaced(sheet);
      });
    }),
    ...holders.flatMap((holder) => [after(holder, 'insertRule', inserted), after(holder, 'deleteRule', deleted)]),
    ...['setProperty', 'removeProperty'].map((name) => patchMethod(declarations, name, declaring(changes.declared))),
  ]);
}

function after(owner: object, name: string, note: Note): Stoppable {
  if (!Object.hasOwn(owner, name)) return stopAll([]);
  const observing = (original: Method): Method =>
    function (...args) {
      const result = original.apply(this, args);
      note(this as never, args, result);
      return result;
    };
  return patchMethod(owner, name, observing);
}

/** Programs animate elements with these: for declarations of elements nothing else may happen here. */
function declaring(declared: SheetChanges['declared']): (original: Method) => Method {
  return (original) =>
    function (...args) {
      const result = original.apply(this, args);
      // The browser's method has found it to be one.
      const { parentRule } = this as CSSStyleDeclaration;
      if (parentRule) declared(parentRule, String(args[0]), toDeclaration(args));
      return result;
    };
}

/** Setting something to nothing removes it. */
function toDeclaration([, value = '', priority = '']: readonly unknown[]): Declaration | undefined {
  const text = String(value);
  return value === null || text === '' ? undefined : { value: text, priority: String(priority) };
}

/** Awaiting doesn't go through a `then` that somebody has patched. */
async function settled(promise: unknown, then: () => void): Promise<void> {
  try {
    await promise;
  } finally {
    then();
  }
}

function prototypeOf(type: unknown): object | undefined {
  return typeof type === 'function' ? (type.prototype as object) : undefined;
}
