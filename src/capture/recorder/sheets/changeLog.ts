import { maskCssValue } from '../../dom/maskCss.ts';
import type { MaskMode } from '../../../browser/privacy.ts';

/** What a program has done to the rules of a sheet since they were last told. */
export interface ChangeLog<R> {
  readonly rules: RuleChange[];
  /** Declarations that were set, or removed where there is no value; in the order in which they were last touched. */
  readonly declarations: Map<R, Map<string, Declaration | undefined>>;
  /** Too much has changed: the sheet is told anew as a whole. */
  isVoid: boolean;
}

/** A rule that came, or one that went. Without numbers above it, it stands in the sheet itself. */
export interface RuleChange {
  index: number | number[];
  rule?: string;
}

export interface Declaration {
  value: string;
  priority: string;
}

/** Beyond that the whole sheet isn't much more to tell. */
const CHANGES_MAX = 400;

export function createChangeLog<R>(): ChangeLog<R> {
  return { rules: [], declarations: new Map(), isVoid: false };
}

export function voidLog(log: ChangeLog<unknown>): void {
  log.isVoid = true;
  log.rules.length = 0;
  log.declarations.clear();
}

export function logRule(log: ChangeLog<unknown>, change: RuleChange): void {
  if (log.isVoid) return;
  const last = log.rules.at(-1);
  // What goes right after it came was never there.
  if (change.rule === undefined && last?.rule !== undefined && String(last.index) === String(change.index))
    log.rules.pop();
  else if (log.rules.push(change) > CHANGES_MAX) voidLog(log);
}

export function logDeclaration<R>(log: ChangeLog<R>, rule: R, name: string, declaration?: Declaration): void {
  if (log.isVoid) return;
  const ofRule = log.declarations.get(rule) ?? new Map<string, Declaration | undefined>();
  log.declarations.set(rule, ofRule);
  ofRule.delete(name);
  ofRule.set(name, declaration);
  if (ofRule.size > CHANGES_MAX || log.declarations.size > CHANGES_MAX) voidLog(log);
}

type Change = Record<string, unknown>;

/** A player takes what is added in one event before what is removed, so a removal ends what can be told together. */
export function toRuleEvents(log: ChangeLog<unknown>, edit: (rule: string) => string): Change[] {
  const events: { adds?: RuleChange[]; removes?: RuleChange[] }[] = [];
  for (const { index, rule } of log.rules) {
    let last = events.at(-1);
    if (!last || (last.removes && rule !== undefined)) events.push((last = {}));
    if (rule === undefined) (last.removes ??= []).push({ index });
    else (last.adds ??= []).push({ rule: edit(rule), index });
  }
  return events;
}

export interface DeclarationReader<R> {
  pathOf(rule: R): number[] | undefined;
  /** What is declared now; empty where it isn't, or can't be said in one value. */
  read(rule: R, name: string): Declaration;
}

/** As they are now: what was set in between is never told. Rules that have gone don't matter any more. */
export function toDeclarationEvents<R>(log: ChangeLog<R>, reader: DeclarationReader<R>, mode: MaskMode): Change[] {
  const events: Change[] = [];
  for (const [rule, declarations] of log.declarations) {
    const index = reader.pathOf(rule);
    if (!index) continue;
    for (const [property, last] of declarations) {
      const now = reader.read(rule, property);
      const { value, priority } = now.value === '' && last ? last : now;
      const set = { property, value: maskCssValue(property, value, mode), priority };
      events.push(value === '' ? { index, remove: { property } } : { index, set });
    }
  }
  return events;
}
