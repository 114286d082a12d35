import { maskCss } from '../../dom/maskCss.ts';
import type { Incremental, SourceScope } from '../source.ts';
import { absoluteUrls } from './absoluteUrls.ts';
import type { Adopted } from './adopted.ts';
import { toDeclarationEvents, toRuleEvents } from './changeLog.ts';
import type { Ledger } from './ledger.ts';
import { isOwner, sheetIn } from './owner.ts';
import type { Owners } from './owners.ts';
import type { RulePaths } from './rulePath.ts';

interface Parts {
  paths: RulePaths;
  ledger: Ledger;
  owners: Owners;
  adopted: Adopted;
}

/** Tells what was done to a sheet, or sees to it that the sheet is told anew; what nobody can see is forgotten. */
export function createChangeTeller(scope: SourceScope, parts: Parts): (sheet: CSSStyleSheet) => Incremental[] {
  const { privacy, idOf, window } = scope;
  const { paths, ledger, owners, adopted } = parts;
  const reader = { pathOf: paths.of, read: readDeclaration };
  return (sheet) => {
    const { ownerNode } = sheet;
    const log = ledger.logOf(sheet);
    const owner = isOwner(ownerNode) && sheetIn(ownerNode) === sheet ? ownerNode : undefined;
    const id = owner && idOf(owner);
    ledger.forget(sheet);
    if (!log) return [];
    const styleId = ownerNode ? undefined : adopted.styleIdOf(sheet, log);
    if (owner && log.isVoid) owners.renew(owner);
    if (log.isVoid || (id ?? styleId) === undefined) return [];
    ledger.begin(sheet);
    const mode = privacy.mode();
    const base = sheet.href ?? (owner ?? window.document).baseURI;
    const name = id === undefined ? { styleId } : { id };
    return [
      ...toRuleEvents(log, (rule) => maskCss(absoluteUrls(rule, base), mode)).map((change) => ({
        source: 8,
        ...change,
      })),
      ...toDeclarationEvents(log, reader, mode).map((change) => ({ source: 13, ...change })),
    ].map((change) => ({ ...change, ...name }));
  };
}

function readDeclaration(rule: CSSRule & { style?: CSSStyleDeclaration }, name: string) {
  const { style } = rule;
  return { value: style?.getPropertyValue(name) ?? '', priority: style?.getPropertyPriority(name) ?? '' };
}
