import { expect, onTestFinished } from 'vitest';
import { InstructionRow } from '../../monitor/src/api/contract.ts';
import { SCRIPT_LIMIT_MS } from '../tools/engines/engine.ts';
import { waitUntil } from '../tools/waitUntil.ts';
import { startHost } from './hostPage.ts';
import { inEachEngine } from './stage.ts';
import { isRecording, kindsOf } from './visit.ts';

const EXPECTED = [
  'dom',
  'input',
  'pointer',
  'scroll',
  'navigation',
  'network',
  'page',
  'tile',
  'custom',
  'instruction',
];

/** Runs in the page: what a page does. */
async function act(): Promise<void> {
  await fetch('/answer');
  const request = new XMLHttpRequest();
  request.open('GET', '/answer');
  const answered = new Promise((resolve) => (request.onloadend = resolve));
  request.send();
  await answered;
  history.pushState({}, '', '/?route');
  document.querySelector('h1')?.append('!');
  window.scrollTo(0, 500);
  (window as { rewindow?: { track(name: string): void } }).rewindow?.track('a fact');
}

inEachEngine({
  'all that the agent does says nothing on the console, and nothing of it is left after stop': async (stage) => {
    const { api, open } = stage;
    const site = await startHost(stage);
    onTestFinished(() => site.close());
    const page = await open();
    await page.goto(site.origin);
    await page.waitFor('the recorder', isRecording);
    const row = await waitUntil('the session', async () => (await api.searchSessions({ app: site.app }))[0]);
    const order = (given: object) =>
      api.post(`/v1/sessions/${row.sessionId}/instructions`, InstructionRow, { order: given });
    await page.type('#name', 'Grace');
    await page.click('button');
    await page.evaluate(act);
    await order({ verb: 'image', target: 'viewport' });
    await order({ verb: 'image', target: 'main' });
    await order({ verb: 'assist.message', title: 'Hello', text: 'there' });
    const { instructions, summaries } = await api.sessionWhen(row.sessionId, 'the answers', (detail) =>
      detail.instructions.every(({ acknowledgements }) => acknowledgements.length > 0),
    );
    const words = instructions.flatMap(({ verb, acknowledgements }) =>
      acknowledgements.map(({ outcome, message = '' }) => [verb, outcome, message].join(' ').trim()),
    );
    expect(words.sort()).toEqual(['assist.message applied', 'image applied', 'image applied']);
    expect(summaries[0]?.agent.storage).toBe('indexeddb');
    expect(summaries[0]?.agent.worker).toBe(stage.flavour === 'script' ? 'blob' : 'url');
    await order({ verb: 'buffer.send' });
    // Segments arrive one after the other.
    const records = await api.recordsWhen(row.sessionId, 'records of all kinds, and both images', (all) => {
      const isImaged = (target: string) => all.some(({ kind, data }) => kind === 'tile' && data['target'] === target);
      return EXPECTED.every((kind) => kindsOf(all).has(kind)) && isImaged('viewport') && isImaged('main');
    });
    expect(JSON.stringify(records)).not.toContain('Grace');

    await page.evaluate(() => (window as { rewindow?: { stop(): void } }).rewindow?.stop());
    await page.waitFor(
      'nothing to be left',
      (ofDriver: string) => window.pageTraces.left().filter((trace) => trace !== ofDriver).length === 0,
      `timer of ${String(SCRIPT_LIMIT_MS)} ms`,
    );
    await page.evaluate(act);
    expect(await page.evaluate(() => window.said)).toEqual([]);
    expect(page.consoleLines()).toEqual([]);
  },
});
