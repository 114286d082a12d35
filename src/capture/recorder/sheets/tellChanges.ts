import { maskCss } from '../../masking/maskCss.ts';
import type { Incremental, SourceScope } from '../source.ts';
import { absoluteUrls } from './absoluteUrls.ts';
import type { Adopted } from './adopted.ts';
import { declarationEvents } from './changeLog.ts';
import type { Ledger } from './ledger.ts';
import { isOwner, sheetIn } from './owner.ts';
import type { Owners } from './owners.ts';
import { pathOf, readDeclaration } from './rulePath.ts';
import { sheetMode } from './sheetTexts.ts';

interface Parts {
  ledger: Ledger;
  owners: Owners;
  adopted: Adopted;
}

const PATHS = { of: pathOf, read: readDeclaration };

/** Tells what was done to a sheet, or sees to it that the sheet is told anew; what nobody can see is forgotten. */
export function tellChanges(sheet: CSSStyleSheet, scope: SourceScope, parts: Parts): Incremental[] {
  const { ledger, owners, adopted } = parts;
  const { ownerNode } = sheet;
  const log = ledger.logOf(sheet);
  ledger.forget(sheet);
  if (!log) return [];
  const owner = isOwner(ownerNode) && sheetIn(ownerNode) === sheet ? ownerNode : undefined;
  const id = owner && scope.idOf(owner);
  const styleId = ownerNode ? undefined : adopted.styleIdOf(sheet, log);
  if (owner && log.isVoid) owners.renew(owner);
  if (log.isVoid || (id ?? styleId) === undefined) return [];
  ledger.begin(sheet);
  const node = owner ?? scope.window.document;
  const mode = sheetMode(scope.privacy, node);
  const base = sheet.href ?? node.baseURI;
  const name = styleId === undefined ? { id } : { styleId };
  for (const add of log.events.flatMap(({ adds = [] }) => adds)) add.rule = maskCss(absoluteUrls(add.rule, base), mode);
  return [
    ...log.events.map((event) => ({ source: 8, ...name, ...event })),
    ...declarationEvents(log, PATHS, mode).map((event) => ({ source: 13, ...name, ...event })),
  ];
}
