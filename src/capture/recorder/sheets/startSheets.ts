import { listen } from '../../../browser/listen.ts';
import { stopAll, type Stoppable } from '../../../tools/stop.ts';
import type { Incremental, Source, SourceScope } from '../source.ts';
import { createAdopted } from './adopted.ts';
import { createLedger } from './ledger.ts';
import { createOwners } from './owners.ts';
import { patchSheets, type SheetChanges } from './patchSheets.ts';
import { createSheetTexts } from './sheetTexts.ts';
import { tellChanges } from './tellChanges.ts';

/** Style sheets: as they are when they are told, and what programs change of them afterwards. */
export interface Sheets extends Source {
  /**
   * Asked when a `<link>`, a `<style>` or a text in a `<style>` is told: the masked rules of its sheet, to be told as
   * `_cssText` of the element, or in the text's place. Undefined where there is nothing to tell beyond what the tree tells, or
   * not yet.
   */
  cssTextOf(node: Element | Text): string | undefined;
  /** A root that is watched already is told once more, without the sheets that it has adopted. */
  renew(root: Document | ShadowRoot): void;
}

/** @param retell sees to it that an element is described anew, as it is by then */
export function startSheets(scope: SourceScope, retell: (owner: Element) => void): Sheets {
  const { guard, want } = scope;
  const texts = createSheetTexts(scope.privacy);
  const ledger = createLedger(texts, want, (sheet, isTold) => {
    owners.changed(sheet, isTold);
  });
  const parts = { texts, ledger, retell, ...scope };
  const owners = createOwners(parts);
  const adopted = createAdopted(parts);
  const changes: SheetChanges = {
    moved: guard(ledger.moved),
    replaced: guard(ledger.replaced),
    declared: guard(ledger.declared),
  };
  const loaded = guard(({ target }: Event) => {
    owners.loaded(target);
  });
  const watched = new Set<Stoppable>();
  return {
    cssTextOf: owners.cssTextOf,
    renew: adopted.renew,
    watch(root) {
      const view = 'defaultView' in root ? root.defaultView : null;
      owners.suspect(root);
      const all = stopAll([
        adopted.watch(root),
        // A sheet that is there has failed to load where one that it imports isn't.
        ...['load', 'error'].map((type) => listen(root, type, loaded, { capture: true })),
        ...(view ? [patchSheets(view, changes)] : []),
      ]);
      watched.add(all);
      return {
        stop() {
          watched.delete(all);
          all.stop();
        },
      };
    },
    restart() {
      for (const part of [ledger, owners, adopted]) part.restart();
    },
    take(isOver) {
      const events: Incremental[] = [];
      for (const sheet of ledger.dirty) {
        events.push(...tellChanges(sheet, scope, { ledger, owners, adopted }));
        if (isOver()) return events;
      }
      owners.take(events, isOver);
      if (owners.isDone()) adopted.take(events, isOver);
      return events;
    },
    isDone: () => ledger.dirty.size === 0 && owners.isDone() && adopted.isDone(),
    stop() {
      stopAll([...watched]).stop();
      watched.clear();
    },
  };
}
