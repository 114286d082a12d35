import { patchMethod, type Method } from '../../../browser/patch.ts';
import { stopAll, type Stoppable } from '../../../tools/stop.ts';
import type { Declaration } from './changeLog.ts';
import type { RuleHolder } from './rulePath.ts';

/** What programs do to style sheets; told after the browser has done it. They must not throw. */
export interface SheetChanges {
  /** A rule was inserted; or deleted, where there is none. */
  moved(holder: RuleHolder, index: number, rule?: string): void;
  replaced(sheet: CSSStyleSheet): void;
  /** Set, or removed where nothing is declared. */
  declared(rule: CSSRule, name: string, declaration?: Declaration): void;
}

type Note = (self: never, args: readonly unknown[], result: unknown) => void;

/** The style sheets of one window. The page gets its own results and exceptions; what has failed isn't told. */
export function patchSheets(window: Window & typeof globalThis, changes: SheetChanges): Stoppable {
  const { CSSStyleSheet, CSSGroupingRule, CSSStyleRule, CSSStyleDeclaration } = window;
  const { moved, replaced } = changes;
  const sheets = CSSStyleSheet.prototype;
  const waiting = new WeakSet<CSSStyleSheet>();
  const deleted: Note = (holder: RuleHolder, [index = 0]) => {
    moved(holder, Number(index) >>> 0);
  };
  return stopAll([
    ...[sheets, CSSGroupingRule.prototype, CSSStyleRule.prototype].flatMap((holder) => [
      after(holder, 'insertRule', (self: RuleHolder, [rule], index) => {
        moved(self, Number(index), String(rule));
      }),
      after(holder, 'deleteRule', deleted),
    ]),
    after(sheets, 'removeRule', deleted),
    after(sheets, 'addRule', (sheet: CSSStyleSheet, [selector, block, index = sheet.cssRules.length - 1]) => {
      moved(sheet, Number(index), `${String(selector)} { ${String(block)} }`);
    }),
    after(sheets, 'replaceSync', replaced),
    after(sheets, 'replace', (sheet: CSSStyleSheet, _args, result) => {
      // The promise is rejected then, and nobody may have handled that but the page.
      if (sheet.ownerNode) return;
      replaced(sheet);
      if (waiting.has(sheet)) return;
      waiting.add(sheet);
      void settled(result, () => {
        waiting.delete(sheet);
        replaced(sheet);
      });
    }),
    ...['setProperty', 'removeProperty'].map((name) =>
      patchMethod(CSSStyleDeclaration.prototype, name, declaring(changes)),
    ),
  ]);
}

/** Inherited methods are patched where they are. */
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
function declaring({ declared }: SheetChanges): (original: Method) => Method {
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
