import type { Capture, PageIds, Tail } from '../../src/wire/index.ts';
import type { Context } from '../context.ts';
import { appendCaptures } from './appendCaptures.ts';

/** Stores what earlier pages could not hand over. In memory a tail would be no safer than where it is, and its numbers could clash with those in the database. */
export async function absorbTails(context: Context, tails: readonly Tail[]): Promise<string[]> {
  const absorbed: string[] = [];
  for (const { ids, batches } of tails) {
    if (await absorbTail(context, ids, batches)) absorbed.push(ids.pageId);
  }
  return context.store.state().storage === 'indexeddb' ? absorbed : [];
}

async function absorbTail(context: Context, ids: PageIds, batches: Tail['batches']): Promise<boolean> {
  try {
    for (const { number, captures, live } of batches) {
      if (context.store.state().storage !== 'indexeddb') return false;
      await appendCaptures(context, {
        ids,
        captures: captures.filter(isCapture),
        live: Array.isArray(live) ? live : [],
        batch: number,
        isLast: true,
      });
    }
  } catch (error) {
    context.faults.push(`tail_unreadable: ${String(error)}`);
  }
  return true;
}

/** A tail lay where the host page can write, too. */
function isCapture(value: unknown): value is Capture {
  return typeof value === 'object' && value !== null && 'kind' in value && 'at' in value && 'data' in value;
}
