import { waitUntil } from '../waitUntil.ts';
import type { EnginePage } from './engine.ts';

/** `waitFor` on top of `evaluate`. While one document gives way to the next, a page can't be asked; that is no failure. */
export function createPoll(evaluate: EnginePage['evaluate']): EnginePage['waitFor'] {
  return async (what, inPage, ...args) => {
    await waitUntil(what, async () => {
      try {
        return (await evaluate(inPage, ...args)) ? true : undefined;
      } catch {
        return undefined;
      }
    });
  };
}

/** Runs in the page. */
export function isThere(selector: string): boolean {
  return document.querySelector(selector) !== null;
}
