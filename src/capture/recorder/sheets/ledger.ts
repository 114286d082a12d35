import { createChangeLog, logDeclaration, logRule, voidLog, type ChangeLog } from './changeLog.ts';
import type { SheetChanges } from './patchSheets.ts';
import { isSheet, pathOf, type RuleHolder } from './rulePath.ts';
import type { SheetTexts } from './sheetTexts.ts';

/** Which sheets are told, and what has been done to them since. */
export interface Ledger extends SheetChanges {
  /** Told, and changed since. */
  readonly dirty: Set<CSSStyleSheet>;
  /** The sheet is being told as it is now. */
  begin(sheet: CSSStyleSheet): void;
  /** Undefined for a sheet that isn't told. */
  logOf(sheet: CSSStyleSheet): ChangeLog<CSSRule> | undefined;
  forget(sheet: CSSStyleSheet): void;
  /** A program has changed it: what it was made of doesn't tell what it is. */
  isChanged(sheet: CSSStyleSheet): boolean;
  restart(): void;
}

type Act = (sheet: CSSStyleSheet, log?: ChangeLog<CSSRule>) => void;

/** @param onOwned a program changes the sheet of an element; whether that sheet is told */
export function createLedger(
  texts: SheetTexts,
  want: () => void,
  onOwned: (sheet: CSSStyleSheet, isTold: boolean) => void,
): Ledger {
  const changed = new WeakSet<CSSStyleSheet>();
  const dirty = new Set<CSSStyleSheet>();
  let logs = new WeakMap<CSSStyleSheet, ChangeLog<CSSRule>>();
  const replace: Act = (sheet, log) => {
    texts.forget(sheet);
    if (log) voidLog(log);
  };
  const change = (holder: RuleHolder, act: Act) => {
    let sheet = isSheet(holder) ? holder : holder.parentStyleSheet;
    // What was imported is told as one rule of the sheet that has imported it.
    for (; sheet?.ownerRule; sheet = sheet.ownerRule.parentStyleSheet) act = replace;
    if (!sheet) return;
    changed.add(sheet);
    const log = logs.get(sheet);
    act(sheet, log);
    if (log) dirty.add(sheet);
    if (sheet.ownerNode) onOwned(sheet, log !== undefined);
    // One that no element brought is about to be adopted, which nothing else says.
    if (log ?? !sheet.ownerNode) want();
  };
  return {
    moved(holder, index, rule) {
      change(holder, (sheet, log) => {
        if (isSheet(holder)) texts.moved(sheet, index, rule !== undefined);
        else texts.touched(sheet, holder);
        const path = !log || isSheet(holder) ? undefined : pathOf(holder);
        if (log) logRule(log, path ? [...path, index] : index, rule);
      });
    },
    replaced(sheet) {
      change(sheet, replace);
    },
    declared(rule, name, declaration) {
      change(rule, (sheet, log) => {
        texts.touched(sheet, rule);
        if (log) logDeclaration(log, rule, name, declaration);
      });
    },
    dirty,
    begin(sheet) {
      logs.set(sheet, createChangeLog());
      dirty.delete(sheet);
    },
    logOf: (sheet) => logs.get(sheet),
    forget(sheet) {
      logs.delete(sheet);
      dirty.delete(sheet);
    },
    isChanged: (sheet) => changed.has(sheet),
    restart() {
      logs = new WeakMap();
      dirty.clear();
    },
  };
}
