import type { MaskMode } from '../../../browser/privacy.ts';
import { maskCssValue } from '../../masking/maskCss.ts';

/** What programs have done to a sheet since it was told. */
export interface ChangeLog<R> {
  /** In rrweb's form: a player takes what an event adds before what it removes, so a removal ends what is told together. */
  readonly events: RuleEvent[];
  /** What was set, or removed where there is no value; in the order in which it was last touched. */
  readonly declarations: Map<R, Map<string, Declaration | undefined>>;
  count: number;
  /** Too much has changed: the sheet is told anew as a whole. */
  isVoid: boolean;
}

/** Of a rule in the sheet itself, or of one within others. */
type RuleIndex = number | number[];

export interface RuleEvent {
  adds?: { rule: string; index: RuleIndex }[];
  removes?: { index: RuleIndex }[];
}

export interface Declaration {
  value: string;
  priority: string;
}

/** Beyond that the whole sheet isn't much more to tell. */
const CHANGES_MAX = 400;

export function createChangeLog<R>(): ChangeLog<R> {
  return { events: [], declarations: new Map(), count: 0, isVoid: false };
}

export function voidLog(log: ChangeLog<unknown>): void {
  log.isVoid = true;
  log.events.length = 0;
  log.declarations.clear();
}

/** @param rule what was inserted; undefined where one was deleted */
export function logRule(log: ChangeLog<unknown>, index: RuleIndex, rule?: string): void {
  if (isFull(log)) return;
  let last = log.events.at(-1);
  if (!last || (last.removes && rule !== undefined)) log.events.push((last = {}));
  if (rule === undefined) (last.removes ??= []).push({ index });
  else (last.adds ??= []).push({ rule, index });
}

export function logDeclaration<R>(log: ChangeLog<R>, rule: R, name: string, declaration?: Declaration): void {
  const known = log.declarations.get(rule) ?? new Map<string, Declaration | undefined>();
  if (!known.delete(name) && isFull(log)) return;
  known.set(name, declaration);
  log.declarations.set(rule, known);
}

function isFull(log: ChangeLog<unknown>): boolean {
  log.count += 1;
  if (log.count > CHANGES_MAX) voidLog(log);
  return log.isVoid;
}

export interface DeclarationReader<R> {
  of(rule: R): number[] | undefined;
  /** What is declared now; empty where it isn't, or can't be said in one value. */
  read(rule: R, name: string): Declaration;
}

/** As they are now: what was set in between is never told. Rules that have gone don't matter any more. */
export function declarationEvents<R>(log: ChangeLog<R>, paths: DeclarationReader<R>, mode: MaskMode): object[] {
  return [...log.declarations].flatMap(([rule, declarations]) => {
    const index = paths.of(rule);
    if (!index) return [];
    return Array.from(declarations, ([property, last]) => {
      const now = paths.read(rule, property);
      const { value, priority } = now.value === '' && last ? last : now;
      if (value === '') return { index, remove: { property } };
      return { index, set: { property, value: maskCssValue(property, value, mode), priority } };
    });
  });
}
