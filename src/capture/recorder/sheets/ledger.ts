import { createChangeLog, logDeclaration, logRule, voidLog, type ChangeLog } from './changeLog.ts';
import type { SheetChanges } from './patchSheets.ts';
import { isSheet, sheetOf, type RuleHolder, type RulePaths } from './rulePath.ts';
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

interface LedgerDeps {
  texts: SheetTexts;
  paths: RulePaths;
  want(): void;
}

type Act = (sheet: CSSStyleSheet, log?: ChangeLog<CSSRule>) => void;

export function createLedger(deps: LedgerDeps): Ledger {
  const changed = new WeakSet<CSSStyleSheet>();
  const dirty = new Set<CSSStyleSheet>();
  let logs = new WeakMap<CSSStyleSheet, ChangeLog<CSSRule>>();
  const change = (holder: RuleHolder, act: Act) => {
    const { sheet, isImported } = sheetOf(holder);
    if (!sheet) return;
    changed.add(sheet);
    const log = logs.get(sheet);
    if (isImported) renewing(deps)(sheet, log);
    else act(sheet, log);
    if (log) dirty.add(sheet);
    // One that no element brought is about to be adopted, which nothing else says.
    if (log ?? !sheet.ownerNode) deps.want();
  };
  return {
    ...changesOf(deps, change),
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

function renewing({ texts }: LedgerDeps): Act {
  return (sheet, log) => {
    texts.forget(sheet);
    if (log) voidLog(log);
  };
}

function changesOf(deps: LedgerDeps, change: (holder: RuleHolder, act: Act) => void): SheetChanges {
  const { texts, paths } = deps;
  const moved = (holder: RuleHolder, index: number, rule?: string) => {
    change(holder, (sheet, log) => {
      if (!isSheet(holder)) texts.touched(sheet, holder);
      else if (rule === undefined) texts.deleted(sheet, index);
      else texts.inserted(sheet, index);
      const path = isSheet(holder) ? [] : paths.of(holder);
      if (!log || !path) return;
      logRule(log, { index: path.length > 0 ? [...path, index] : index, ...(rule !== undefined && { rule }) });
    });
  };
  return {
    inserted: moved,
    deleted: moved,
    replaced(sheet) {
      change(sheet, renewing(deps));
    },
    declared(rule, name, declaration) {
      change(rule, (sheet, log) => {
        texts.touched(sheet, rule);
        if (log) logDeclaration(log, rule, name, declaration);
      });
    },
  };
}
