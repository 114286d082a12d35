import type { Incremental, SourceScope } from '../source.ts';
import type { Ledger } from './ledger.ts';
import { isAltered, isOwner, sheetIn, textsIn, type Owner } from './owner.ts';
import { hasImport, rulesOf } from './ruleText.ts';
import type { SheetTexts } from './sheetTexts.ts';

/** The sheets of `<link>` and `<style>`: what is told of them with their elements, and what is told later. */
export interface Owners {
  cssTextOf(node: Node): string | undefined;
  /** What stands in the page already may have been changed before anybody looked. */
  suspect(root: DocumentOrShadowRoot): void;
  /** Perhaps it was a sheet, or what a sheet imports. */
  loaded(target: EventTarget | null): void;
  /** It is to be told as a whole. */
  renew(owner: Owner): void;
  /**
   * A program changes a sheet of an element. An element that has left the page and come back has a new one, and nobody says
   * so: of one that is changed it is looked up each time, and one that isn't told is told as a whole.
   */
  changed(sheet: CSSStyleSheet, isTold: boolean): void;
  take(events: Incremental[], isOver: () => boolean): void;
  isDone(): boolean;
  restart(): void;
}

interface OwnersDeps extends Pick<SourceScope, 'idOf' | 'want'> {
  /** The element is to be described anew, and with it its sheet. */
  retell(owner: Owner): void;
  texts: SheetTexts;
  ledger: Ledger;
}

/** What is known of elements; `renew` and `read` keep it. */
interface Known extends OwnersDeps {
  waiting: Set<Owner>;
  /** Told by the rules of these sheets: nobody says when such an element has another sheet, or none. */
  told: Map<Owner, CSSStyleSheet | null>;
  /** Their rules were told as a text that the element hasn't. */
  hidden: WeakSet<Owner>;
  suspects: WeakSet<CSSStyleSheet>;
}

/** A sheet of so many rules is read when its element is told; a longer one in slices, and told later. */
const RULES_AT_ONCE = 256;

export function createOwners(deps: OwnersDeps): Owners {
  const known: Known = {
    ...deps,
    ...{ waiting: new Set(), told: new Map(), hidden: new WeakSet(), suspects: new WeakSet() },
  };
  const { waiting, told, suspects } = known;
  return {
    cssTextOf(node) {
      const owner = node.nodeType === Node.TEXT_NODE ? node.parentNode : node;
      if (!isOwner(owner)) return undefined;
      const sheet = sheetIn(owner);
      if (owner === node) return ofElement(known, owner, sheet);
      return sheet ? ofText(known, owner, sheet) : undefined;
    },
    suspect(root) {
      for (const sheet of root.styleSheets) if (!sheet.href) suspects.add(sheet);
    },
    loaded(target) {
      const sheet = isOwner(target) && target.sheet;
      if (!sheet) return;
      const isImporting = hasImport(sheet);
      if (isImporting) deps.texts.forget(sheet);
      if (isImporting || target.localName === 'link') renew(known, target);
    },
    renew(owner) {
      renew(known, owner);
    },
    changed(sheet, isTold) {
      const { ownerNode } = sheet;
      if (!isOwner(ownerNode)) return;
      if (!isTold) renew(known, ownerNode);
      else if (!told.has(ownerNode)) told.set(ownerNode, sheet);
    },
    take(events, isOver) {
      for (const [owner, sheet] of told) {
        if (deps.idOf(owner) === undefined) told.delete(owner);
        else if (sheetIn(owner) !== sheet) waiting.add(owner);
      }
      for (const owner of waiting) {
        const whole = tell(known, owner, isOver);
        if (!whole) return;
        waiting.delete(owner);
        events.push(...whole);
        if (isOver()) return;
      }
    },
    isDone: () => waiting.size === 0,
    restart() {
      waiting.clear();
      told.clear();
    },
  };
}

function ofElement(known: Known, owner: Owner, sheet: CSSStyleSheet | null): string | undefined {
  const { told, hidden } = known;
  const isOff = !sheet && told.get(owner) === null;
  if (!isOff) told.delete(owner);
  hidden.delete(owner);
  if (textsIn(owner).length > 0) return undefined;
  if (!sheet) return isOff ? emptyTextOf(owner) : undefined;
  const text = readAtOnce(known, owner, sheet);
  if (text) hidden.add(owner);
  return text === '' ? emptyTextOf(owner) : text;
}

function ofText(known: Known, owner: Owner, sheet: CSSStyleSheet): string | undefined {
  const { ledger, told, hidden, suspects } = known;
  const isSingle = textsIn(owner).length === 1 && !hidden.has(owner);
  if (suspects.delete(sheet) && isAltered(sheet, owner)) ledger.replaced(sheet);
  /** Its own text says all there is, and that is told by the tree. */
  const isPlain = !ledger.isChanged(sheet) && !hasImport(sheet);
  if (isSingle && !isPlain) return readAtOnce(known, owner, sheet);
  ledger.begin(sheet);
  if (isSingle) told.delete(owner);
  // Those beside it may have been told as something else than they are.
  else if (!isPlain || told.has(owner)) renew(known, owner);
  return undefined;
}

/**
 * Nothing where there is nothing to tell, or not yet; undefined while there is more to read. What has no text of its own is
 * described anew: a player that is told of the rules alone makes the element of what it was in the beginning.
 */
function tell(known: Known, owner: Owner, isOver: () => boolean): Incremental[] | undefined {
  const { idOf, told, hidden } = known;
  const sheet = sheetIn(owner);
  const nodes = textsIn(owner);
  if (idOf(owner) === undefined || nodes.some((node) => idOf(node) === undefined)) return [];
  if ((told.has(owner) && told.get(owner) === sheet) || (sheet && !rulesOf(sheet))) return [];
  const rules = sheet ? read(known, owner, sheet, isOver) : [];
  if (!rules) return undefined;
  told.set(owner, sheet);
  if (nodes.length === 0 || hidden.has(owner)) {
    known.retell(owner);
    return [];
  }
  const texts = nodes.map((node, index) => ({ id: idOf(node), value: index > 0 ? '' : rules.join('') }));
  return [{ source: 0, texts, attributes: [], removes: [], adds: [] }];
}

/** A link without a text would be a link again, and load its file. */
function emptyTextOf(owner: Owner): string | undefined {
  return owner.localName === 'link' ? ' ' : undefined;
}

function renew({ told, waiting, want }: Known, owner: Owner): void {
  told.delete(owner);
  waiting.add(owner);
  want();
}

function read({ texts, told, ledger }: Known, owner: Owner, sheet: CSSStyleSheet, isOver: () => boolean) {
  const rules = texts.read(sheet, owner, isOver);
  if (!rules) return undefined;
  told.set(owner, sheet);
  ledger.begin(sheet);
  return rules;
}

function readAtOnce(known: Known, owner: Owner, sheet: CSSStyleSheet): string | undefined {
  const { length } = rulesOf(sheet) ?? {};
  if (length === undefined) return undefined;
  const rules = read(known, owner, sheet, () => length > RULES_AT_ONCE);
  if (!rules) renew(known, owner);
  return rules?.join('');
}
