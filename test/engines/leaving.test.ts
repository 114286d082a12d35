import { expect } from 'vitest';
import { inEachEngine } from './stage.ts';
import { isRecording, pagesWithoutCheckpoint, startVisit } from './visit.ts';

/** Runs in the page. */
function write(text: string): void {
  document.body.append(Object.assign(document.createElement('p'), { textContent: text }));
}

inEachEngine({
  'what was captured before a reload is in the ring, and is sent in one order': async (stage) => {
    const { api } = stage;
    const visit = await startVisit(stage);
    const { page, sessionId } = visit;
    await page.evaluate(write, 'written before the reload');
    await page.reload();
    await page.waitFor('the recorder', isRecording);
    await page.evaluate(write, 'written after the reload');
    await visit.order({ verb: 'buffer.send', liveMs: 5_000 });
    const records = await api.recordsWhen(sessionId, 'what was written on both pages', (all) =>
      ['before', 'after'].every((when) => JSON.stringify(all).includes(`written ${when} the reload`)),
    );
    expect(new Set(records.map(({ pageId }) => pageId)).size).toBe(2);
    expect(new Set(records.map(({ tabId }) => tabId)).size).toBe(1);
    expect(pagesWithoutCheckpoint(records)).toEqual([]);
    const { pages } = await api.session(sessionId);
    expect(pages.flatMap(({ gaps }) => gaps)).toEqual([]);
  },

  'what was captured in the moment before the page was left arrives': async (stage) => {
    const { api, shopUrl } = stage;
    const visit = await startVisit(stage);
    const { page, sessionId } = visit;
    await page.evaluate((next: string) => {
      document.body.append(Object.assign(document.createElement('p'), { textContent: 'the last word' }));
      // The recorder hears of it in a microtask; then the page goes.
      setTimeout(() => location.assign(next));
    }, `${shopUrl}cart`);
    await page.waitFor('the next page', () => location.pathname.endsWith('/cart'));
    await page.waitFor('the recorder', isRecording);
    await visit.order({ verb: 'buffer.send' });
    await api.recordsWhen(sessionId, 'the last word', (all) => JSON.stringify(all).includes('the last word'));
  },

  'back and forth: every page goes on recording, none holds up another': async (stage) => {
    const { api, shopUrl } = stage;
    const visit = await startVisit(stage);
    const { page, sessionId } = visit;
    for (let round = 0; round < 3; round += 1) {
      // At once, so that some leave while their worker is starting, or is in the middle of a transaction.
      await page.goto(`${shopUrl}cart`);
      await page.evaluate(write, `cart ${String(round)}.`);
      await page.evaluate(() => setTimeout(() => history.back()));
      await page.waitFor('the page before', () => !location.pathname.endsWith('/cart'));
      await page.evaluate(write, `shelf ${String(round)}.`);
    }
    await page.waitFor('the recorder', isRecording);
    await visit.order({ verb: 'buffer.send', liveMs: 5_000 });
    // A page that had no checkpoint yet when it was left has nothing of its own to tell.
    const records = await api.recordsWhen(sessionId, 'the last page’s words', (all) =>
      JSON.stringify(all).includes('shelf 2.'),
    );
    const keys = records.map(({ pageId, sequence }) => `${pageId}/${String(sequence)}`);
    expect(new Set(keys).size).toBe(keys.length);
    const { pages, summaries } = await api.session(sessionId);
    expect(pages.flatMap(({ gaps }) => gaps)).toEqual([]);
    expect(summaries.map(({ agent }) => agent.storage)).not.toContain('memory');
  },
});
