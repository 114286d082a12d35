import type { CDPSession } from '@playwright/test';
import { InstructionRow } from '../../monitor/src/api/contract.ts';
import { waitUntil } from '../tools/waitUntil.ts';
import { expect, test } from './fixtures.ts';
import { createShop } from './shop.ts';

/** A phone in the hand: touch, a small screen, a browser for mobile devices. */
const PHONE = { width: 390, height: 780 };
test.use({ viewport: PHONE, hasTouch: true, isMobile: true, deviceScaleFactor: 2 });

test('taps, a scroll by finger, a pinch and turning the phone are recorded as what they are', async ({
  page,
  shopUrl,
  api,
}) => {
  const shop = createShop(page, shopUrl);
  await shop.open();
  const sessionId = await shop.sessionId();
  await api.sessionWhen(sessionId, 'the summary');
  const order = async (given: object) => {
    await api.post(`/v1/sessions/${sessionId}/instructions`, InstructionRow, { order: given });
  };
  await order({ verb: 'capture.start', kinds: ['page', 'pointer', 'scroll', 'dom'] });
  await api.sessionWhen(sessionId, 'the answer', ({ instructions }) =>
    instructions.some(({ acknowledgements }) => acknowledgements.length > 0),
  );
  const devtools = await page.context().newCDPSession(page);
  const middle = { x: PHONE.width / 2, y: PHONE.height / 2 };

  await page.getByRole('heading', { level: 1 }).first().tap();
  await drag(devtools, (share) => [{ x: middle.x, y: 700 - share * 500 }]);
  await waitUntil('the scroll', async () => (await page.evaluate(() => scrollY > 200)) || undefined);
  await drag(devtools, (share) => [-1, 1].map((side) => ({ x: middle.x, y: middle.y + side * (60 + share * 180) })));
  await waitUntil('the zoom', async () => (await page.evaluate(() => visualViewport!.scale > 1.5)) || undefined);
  const turned = { width: PHONE.height, height: PHONE.width, deviceScaleFactor: 2, mobile: true };
  const screenOrientation = { type: 'landscapePrimary', angle: 90 } as const;
  await devtools.send('Emulation.setDeviceMetricsOverride', { ...turned, screenOrientation });
  await waitUntil('the turn', async () => (await page.evaluate(() => innerWidth > innerHeight)) || undefined);

  await order({ verb: 'buffer.send', liveMs: 10_000 });
  const records = await api.recordsWhen(sessionId, 'tap, scroll and a page that is wider than high', (all) => {
    const isTap = all.some(({ kind, data }) => kind === 'pointer' && data['type'] === 'click');
    const isScroll = all.some(({ kind, data }) => kind === 'scroll' && Number(data['y']) > 200);
    return isTap && isScroll && all.some(({ kind, data }) => kind === 'page' && isWide(data));
  });
  const clicks = records.filter(({ kind, data }) => kind === 'pointer' && data['type'] === 'click');
  expect(clicks.map(({ data }) => data['pointer'])).toEqual(clicks.map(() => 'touch'));
  expect(clicks[0]?.data).toMatchObject({ trusted: true });
  const { pages } = await api.session(sessionId);
  expect(pages.flatMap(({ gaps }) => gaps)).toEqual([]);

  // The image shows the whole layout viewport, however far the visitor has zoomed in.
  await order({ verb: 'image', target: 'viewport' });
  const tiles = await api.recordsWhen(sessionId, 'an image', (all) => all.some(({ kind }) => kind === 'tile'));
  const image = tiles.find(({ kind }) => kind === 'tile');
  expect(image?.data['width']).toBeGreaterThan(0);
});

interface Point {
  x: number;
  y: number;
}

/** Fingers that go down together, move, and go up; `at` says where they are when a share of the way is done. */
async function drag(devtools: CDPSession, at: (share: number) => Point[]): Promise<void> {
  const points = (share: number) => at(share).map((point, id) => ({ ...point, id }));
  await devtools.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: points(0) });
  for (let share = 0.05; share <= 1; share += 0.05) {
    await devtools.send('Input.dispatchTouchEvent', { type: 'touchMove', touchPoints: points(share) });
  }
  await devtools.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
}

function isWide(data: Record<string, unknown>): boolean {
  return Number(data['width']) > Number(data['height']);
}
