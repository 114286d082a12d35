import type { Page } from '@playwright/test';
import { InstructionRow } from '../../monitor/src/api/contract.ts';
import { waitUntil } from '../tools/waitUntil.ts';
import { CANARY_BODY, CANARY_TITLE, FRAME, READABLE, spreadCanaries } from './canaries.ts';
import { expect, test } from './fixtures.ts';
import { serveHostPage } from './hostPage.ts';
import { createShop } from './shop.ts';
import { readDevice, readFolder, tapWire } from './wiretap.ts';

/** Whatever names itself a canary, and the card in all its spellings. */
const SECRET = /canary\w*|x 4000|4000[\s-]?0000[\s-]?0000[\s-]?0002/gi;

const EXPECTED = [
  ...(['dom', 'tile', 'input', 'pointer', 'network', 'console', 'error', 'custom', 'mark', 'navigation'] as const),
];

function leaks(text: string): string[] {
  return [...new Set([...text.matchAll(SECRET)].map(([found]) => found))];
}

async function open(page: Page, url: string): Promise<string> {
  await page.goto(`${url}?token=CanaryQuery#CanaryFragment`);
  await waitUntil('the recorder', () =>
    page.evaluate(async () => {
      const { rewindow } = window as {
        rewindow?: { status?(): Promise<{ recording?: { store: { counts: object } } }> };
      };
      const status = await rewindow?.status?.();
      return status?.recording && 'dom' in status.recording.store.counts ? true : undefined;
    }),
  );
  return createShop(page, url).sessionId();
}

async function typeCanaries(page: Page): Promise<void> {
  await page.locator('#typed').pressSequentially('CanaryTyped');
  await page.locator('#password').fill('CanaryNewPassword');
  await page.locator('#card').fill('4000 0000 0000 0002');
  await page.locator('#area').fill('CanaryArea');
  await page.locator('#choice').selectOption('CanaryOther');
  await page.locator('#editable').pressSequentially('CanaryEdited');
  await page.locator('#ignored').fill('CanaryIgnored');
  await page.locator('#masked-button').click();
  await page.locator('#blocked').click();
  await page.frameLocator('#frame').locator('#inner').fill('CanaryInner');
}

test('of what the README promises to hide nothing is on the wire, on the device, or in the monitor', async ({
  page,
  monitor,
  api,
  flavour,
}) => {
  const wire = tapWire(page);
  const url = await serveHostPage(page, {
    ...{ baseUrl: monitor.baseUrl, flavour, body: CANARY_BODY, head: `<title>${CANARY_TITLE}</title>` },
    others: { 'frame.html': { contentType: 'text/html', body: FRAME } },
  });
  const sessionId = await open(page, url);
  await typeCanaries(page);
  await page.evaluate(spreadCanaries);
  // The password is readable on the screen now, and typed into once more.
  await page.locator('#password').fill('CanaryShownPassword');
  await page.locator('#open-host input').fill('CanaryShadowTyped');
  await page.locator('#checked').blur();
  await page.waitForTimeout(1_200);
  expect(leaks(await readDevice(page))).toEqual([]);

  const order = async (given: object) =>
    api.post(`/v1/sessions/${sessionId}/instructions`, InstructionRow, { order: given });
  await order({ verb: 'image', target: 'viewport' });
  await api.sessionWhen(sessionId, 'the image', ({ instructions }) => instructions[0]?.acknowledgements.length === 1);
  await order({ verb: 'send', liveMs: 4_000 });
  const records = await api.recordsWhen(sessionId, 'all kinds', (all) => {
    const kinds = new Set(all.map(({ kind }) => kind));
    return EXPECTED.every((kind) => kinds.has(kind));
  });

  // What has to be there is there, or the search would prove nothing.
  expect(JSON.stringify(records)).toContain(READABLE);
  for (const word of ['log ***', 'bought by ***', 'mark ***', 'who=***', '/host/api/***'])
    expect(JSON.stringify(records)).toContain(word);
  const errors = records.filter(({ kind }) => kind === 'error').map(({ data }) => data['type']);
  expect(new Set(errors)).toEqual(new Set(['error', 'rejection', 'resource']));
  expect(wire.segmentCount()).toBeGreaterThan(0);
  expect(wire.text()).toContain(READABLE);
  const files = await readFolder(monitor.dataDir);
  expect(files.some(({ text }) => text.includes(READABLE))).toBe(true);

  expect(leaks(wire.text())).toEqual([]);
  expect(leaks(await readDevice(page))).toEqual([]);
  expect(files.flatMap(({ name, text }) => leaks(text).map((leak) => `${leak} in ${name}`))).toEqual([]);
  expect(leaks(JSON.stringify(await api.session(sessionId)))).toEqual([]);
});
