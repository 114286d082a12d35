import type { Stoppable } from '../../../tools/stop.ts';
import type { Incremental, SourceScope } from '../source.ts';
import type { ChangeLog } from './changeLog.ts';
import type { Ledger } from './ledger.ts';
import type { SheetTexts } from './sheetTexts.ts';

type Root = Document | ShadowRoot;

/**
 * Sheets that documents and shadow roots have adopted. Programs may also push to the list, which nothing tells: so lists are
 * compared with what was told.
 */
export interface Adopted {
  watch(root: Root): Stoppable;
  /** The root's host has been told anew, without its sheets. */
  renew(root: Root): void;
  /** By which id a change of this sheet can be told; undefined where the sheet itself will be told instead. */
  styleIdOf(sheet: CSSStyleSheet, log: ChangeLog<CSSRule>): number | undefined;
  take(events: Incremental[], isOver: () => boolean): void;
  isDone(): boolean;
  restart(): void;
}

interface AdoptedDeps extends Pick<SourceScope, 'idOf'> {
  texts: SheetTexts;
  ledger: Ledger;
}

/**
 * Rules and roots up to which a changed sheet is told anew. A player that jumps takes changes before the sheets that they
 * belong to (`constructedStyleMutations` in @rrweb/replay), and loses those of sheets that came on the way.
 */
const RENEWED_MAX = 200;
/** Roots that are compared between two looks at the clock. */
const STEP = 32;

export function createAdopted(deps: AdoptedDeps): Adopted {
  /** What was told; undefined where it has to be told again in any case. */
  const roots = new Map<Root, readonly CSSStyleSheet[] | undefined>();
  const idOfSheet = createIds();
  let left: Root[] = [];
  return {
    watch(root) {
      roots.set(root, []);
      return {
        stop() {
          roots.delete(root);
        },
      };
    },
    renew(root) {
      if (roots.has(root)) roots.set(root, []);
    },
    styleIdOf(sheet, log) {
      const adopters = [...roots].filter(([, sheets]) => sheets?.includes(sheet));
      const cost = adopters.length + sheet.cssRules.length;
      if (adopters.length > 0 && cost > RENEWED_MAX && !log.isVoid) return idOfSheet(sheet);
      for (const [root] of adopters) roots.set(root, undefined);
      return undefined;
    },
    take(events, isOver) {
      if (left.length === 0) left = [...roots.keys()];
      for (let root = left.at(-1); root; root = left.at(-1)) {
        if (roots.has(root) && !isTold(root, roots.get(root))) {
          const now = Array.from(root.adoptedStyleSheets);
          const told = tell(root, now, { ...deps, idOfSheet, isOver });
          if (!told) return;
          if (told.length > 0) roots.set(root, now);
          events.push(...told);
        }
        left.pop();
        if (left.length % STEP === STEP - 1 && isOver()) return;
      }
    },
    isDone: () => left.length === 0,
    restart() {
      left = [];
      // A player that jumps holds on to what was adopted before a checkpoint.
      for (const [root, sheets] of roots) roots.set(root, sheets?.length === 0 ? sheets : undefined);
    },
  };
}

/** None while nothing is told of the root: a player has none before. Undefined while there is more to read. */
function tell(
  root: Root,
  sheets: readonly CSSStyleSheet[],
  deps: AdoptedDeps & { idOfSheet(sheet: CSSStyleSheet): number; isOver(): boolean },
): Incremental[] | undefined {
  const { idOf, texts, ledger, idOfSheet, isOver } = deps;
  const isHosted = 'host' in root;
  const id = idOf(isHosted ? root.host : root);
  if (id === undefined || (isHosted && !Array.from(root.childNodes).some(idOf))) return [];
  const fresh = new Map<CSSStyleSheet, readonly string[]>();
  for (const sheet of sheets) {
    if (ledger.logOf(sheet)) continue;
    const rules = texts.read(sheet, root, isOver);
    if (!rules) return undefined;
    fresh.set(sheet, rules);
  }
  const styles = Array.from(fresh, ([sheet, rules]) => {
    ledger.begin(sheet);
    return { styleId: idOfSheet(sheet), rules: rules.map((rule, index) => ({ rule, index })) };
  });
  return [{ source: 15, id, styleIds: sheets.map(idOfSheet), ...(styles.length > 0 && { styles }) }];
}

function createIds(): (sheet: CSSStyleSheet) => number {
  const ids = new WeakMap<CSSStyleSheet, number>();
  let count = 0;
  return (sheet) => {
    const id = ids.get(sheet) ?? (count += 1);
    ids.set(sheet, id);
    return id;
  };
}

function isTold(root: Root, sheets: readonly CSSStyleSheet[] | undefined): boolean {
  const { adoptedStyleSheets: now } = root as { adoptedStyleSheets?: readonly CSSStyleSheet[] };
  // Older browsers have no such lists.
  return !now || (sheets?.length === now.length && sheets.every((sheet, index) => sheet === now[index]));
}
