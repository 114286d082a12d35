import { expect } from 'vitest';
import { inEachEngine } from './stage.ts';
import { kindsOf, pagesWithoutCheckpoint, startVisit, TYPED } from './visit.ts';

const EXPECTED = [
  'dom',
  'input',
  'pointer',
  'scroll',
  'navigation',
  'network',
  'page',
  'custom',
  'mark',
  'state',
  'tile',
];

inEachEngine({
  'three refused payments: help is offered; the minutes before are complete and tell nothing that was typed': async (
    stage,
  ) => {
    const { api } = stage;
    const visit = await startVisit(stage);
    const { page, sessionId } = visit;
    await page.evaluate(() => window.scrollTo(0, 300));
    await visit.putIntoCart('enamel-kettle');
    await visit.goToPayment();
    for (let attempt = 0; attempt < 3; attempt += 1) await visit.payInVain();

    await page.waitFor('the offer of help', () => document.querySelector('rewindow-assist') !== null);
    const records = await api.recordsWhen(sessionId, 'the refusals, an image and the offer', (all) => {
      const refusalCount = all.filter(({ kind, data }) => kind === 'network' && data['status'] === 402).length;
      return refusalCount >= 3 && kindsOf(all).has('tile') && kindsOf(all).has('assist');
    });

    expect([...kindsOf(records)]).toEqual(expect.arrayContaining(EXPECTED));
    expect(pagesWithoutCheckpoint(records)).toEqual([]);
    const { pages, session, instructions } = await api.session(sessionId);
    expect(pages.flatMap(({ gaps }) => gaps)).toEqual([]);
    expect(session.firedTriggers).toContain('payment-refused');
    const outcomes = instructions.flatMap(({ acknowledgements }) => acknowledgements.map(({ outcome }) => outcome));
    expect(outcomes).not.toContain('failed');
    const everything = JSON.stringify(records) + JSON.stringify(await api.session(sessionId));
    expect([...everything.matchAll(TYPED)].map(String)).toEqual([]);
    // The shop's own refused requests are what browsers write there.
    expect(page.consoleLines().filter((line) => !/402/.test(line))).toEqual([]);
  },
});
