import type { Page } from '@playwright/test';
import * as v from 'valibot';
import { InstructionRow, type TimelineRecord } from '../../monitor/src/api/contract.ts';
import { RecordSchema, type Order, type RecordData } from '../../src/wire/index.ts';
import type { ConsoleApi } from '../tools/consoleApi.ts';
import { waitUntil } from '../tools/waitUntil.ts';
import { inPhase, openApiSite, type ApiPage, type ApiWindow } from './apiPage.ts';
import { wrongClock } from './deviceClock.ts';
import { expect, test } from './operator.ts';

const NOTE = `<style>body { margin: 0; background: #fff } input { border: 0; padding: 0; width: 120px; height: 60px; display: block }</style>
  <input name="note"><input name="plain"><button style="width: 120px; height: 60px">Press</button>`;
const RED = 'rgb(200, 0, 0)';
const GREEN = 'rgb(0, 160, 0)';

type Image = RecordData<'tile'> & { correctedAt: number };

const track = (page: Page, name: string) =>
  page.evaluate((said) => {
    (window as unknown as ApiWindow).api.track(said);
  }, name);
const paint = (page: Page, colour: string) =>
  page.locator('[name=note]').evaluate((field: HTMLElement, next) => {
    field.style.background = next;
  }, colour);

function imagesOf(records: readonly TimelineRecord[]): Image[] {
  return records.flatMap(({ correctedAt, kind, at, sequence, data }) => {
    const record = v.parse(RecordSchema, { kind, at, sequence, data });
    return record.kind === 'tile' ? [{ ...record.data, correctedAt }] : [];
  });
}

/** The colour in the middle of an image's first tile; the test's fields are smaller than one. */
function colourOf(page: Page, { type, tiles, box }: Image): Promise<string> {
  return page.evaluate(
    async ([source, x, y]) => {
      const image = new Image();
      image.src = source;
      await image.decode();
      const context = new OffscreenCanvas(image.width, image.height).getContext('2d')!;
      context.drawImage(image, 0, 0);
      const [red = 0, green = 0] = context.getImageData(x, y, 1, 1).data;
      return red > 150 && green < 60 ? 'red' : green > 110 && red < 60 ? 'green' : 'other';
    },
    [
      `data:${type};base64,${tiles[0]?.image ?? ''}`,
      Math.min(60, Math.floor(box.width / 2)),
      Math.min(30, Math.floor(box.height / 2)),
    ] as const,
  );
}

/** Runs in the console. Reads a copy: reading the canvas itself again and again makes the browser warn. */
function readColour(canvas: Element): string {
  if (!(canvas instanceof HTMLCanvasElement) || canvas.width === 0) return 'none';
  const context = new OffscreenCanvas(canvas.width, canvas.height).getContext('2d');
  context?.drawImage(canvas, 0, 0);
  const [red = 0, green = 0] = context?.getImageData(60, 30, 1, 1).data ?? [];
  return red > 150 && green < 60 ? 'red' : green > 110 && red < 60 ? 'green' : 'other';
}

async function order(api: ConsoleApi, sessionId: string, what: Order): Promise<string> {
  const { id } = await api.post(`/v1/sessions/${sessionId}/instructions`, InstructionRow, { order: what });
  return id;
}

/** What became of it, as soon as something has. */
function outcome(api: ConsoleApi, sessionId: string, id: string) {
  return waitUntil('what became of the instruction', async () => {
    const row = (await api.instructions(sessionId)).find((one) => one.id === id);
    return row?.acknowledgements[0];
  });
}

async function orderAndWait(api: ConsoleApi, sessionId: string, what: Order) {
  return outcome(api, sessionId, await order(api, sessionId, what));
}

async function visit(page: Page, api: ConsoleApi, host: ApiPage, rules: object) {
  const site = await openApiSite(api, { ...host, body: NOTE }, rules);
  await page.goto(site.origin);
  const { ids } = await inPhase(page, 'recording');
  const sessionId = ids?.sessionId ?? '';
  await api.sessionWhen(sessionId, 'its summary');
  return { site, sessionId };
}

const KINDS = ['dom', 'custom', 'pointer', 'input', 'page'];

test('images come regularly in a state, on a click, and on a change of a field', async ({
  page,
  monitor,
  api,
  flavour,
}) => {
  const host = { flavour, app: `screen-${flavour}`, monitor: monitor.baseUrl };
  const { site, sessionId } = await visit(page, api, host, {
    capture: [{ kinds: KINDS }],
    states: [{ id: 'busy', enter: "record.name == 'begin'", exit: "record.name == 'end'" }],
    screen: [
      { id: 'regular', state: 'busy', everyMs: 500, minIntervalMs: 0, target: 'field:note' },
      { id: 'clicked', when: "record.kind == 'pointer' && record.type == 'click'", minIntervalMs: 0 },
      { id: 'changed', when: "record.kind == 'input' && record.type == 'change'", target: 'field:plain' },
    ],
  });
  // Never the same twice: of what has not changed there is no image.
  await page.evaluate(() => {
    let turn = 0;
    setInterval(() => {
      const field = document.querySelector<HTMLElement>('[name=note]');
      turn += 7;
      if (field) field.style.background = `rgb(0, ${String(100 + (turn % 150))}, 90)`;
    }, 60);
  });
  await page.getByRole('button').click();
  await page.locator('[name=plain]').fill('words');
  await page.locator('[name=plain]').blur();
  await track(page, 'begin');
  await page.waitForTimeout(4_000);
  await track(page, 'end');
  const endedAt = Date.now();
  await page.waitForTimeout(2_500);
  await orderAndWait(api, sessionId, { verb: 'buffer.send' });
  const byCause = (all: readonly TimelineRecord[], cause: string) =>
    imagesOf(all).filter((image) => image.cause === cause);
  const records = await api.recordsWhen(
    sessionId,
    'images of each cause',
    (all) =>
      ['clicked', 'changed'].every((cause) => byCause(all, cause).length > 0) && byCause(all, 'regular').length >= 3,
  );
  expect(byCause(records, 'clicked')[0]).toMatchObject({ target: 'viewport', full: true });
  expect(byCause(records, 'changed')[0]).toMatchObject({
    target: 'field:plain',
    box: { x: 0, y: expect.any(Number), width: 120, height: 60 },
  });
  const regular = byCause(records, 'regular');
  const startedAt = records.find(({ data }) => data['name'] === 'begin')?.correctedAt ?? Infinity;
  expect(regular.length).toBeLessThanOrEqual(9);
  for (const { correctedAt, target } of regular) {
    expect(target).toBe('field:note');
    expect(correctedAt).toBeGreaterThan(startedAt);
    // One that was due may still have had to wait until the page was idle.
    expect(correctedAt).toBeLessThan(endedAt + 2_000);
  }
  await site.close();
});

test('a past image of a field is sent as it was, by the operator’s clock, and shown', async ({
  operator,
  page,
  monitor,
  api,
  flavour,
}) => {
  // The device's clock is an hour ahead.
  await page.addInitScript({ content: wrongClock(3_600_000) });
  const host = { flavour, app: `past-${flavour}`, monitor: monitor.baseUrl };
  const { site, sessionId } = await visit(page, api, host, {
    capture: [{ kinds: KINDS }],
    screen: [
      { id: 'look', when: "record.name == 'look'", target: 'field:note', minIntervalMs: 0 },
      { id: 'all', when: "record.name == 'all'", minIntervalMs: 0 },
    ],
  });
  const held = () => orderAndWait(api, sessionId, { verb: 'buffer.hold', forMs: 60_000 });
  await paint(page, RED);
  await track(page, 'look');
  await page.waitForTimeout(2_500);
  expect((await held()).outcome).toBe('applied');
  const betweenAt = Date.now();
  await page.waitForTimeout(200);
  await paint(page, GREEN);
  await track(page, 'look');
  await page.waitForTimeout(2_500);
  expect((await held()).outcome).toBe('applied');

  const nothing = await orderAndWait(api, sessionId, { verb: 'image', target: 'field:note', agoMs: 3_000_000 });
  expect(nothing).toMatchObject({ outcome: 'failed', code: 'image_not_buffered' });
  const past = await orderAndWait(api, sessionId, { verb: 'image', target: 'field:note', at: betweenAt });
  expect(past).toMatchObject({ outcome: 'satisfiedFromBuffer' });
  const records = await api.recordsWhen(sessionId, 'the past image', (all) => imagesOf(all).length > 0);
  const [red, ...others] = imagesOf(records);
  expect(others).toEqual([]);
  expect(red?.correctedAt).toBeLessThan(betweenAt);
  expect(await colourOf(page, red!)).toBe('red');

  await orderAndWait(api, sessionId, { verb: 'image', target: 'field:note', agoMs: 0 });
  const later = await api.recordsWhen(sessionId, 'the later image', (all) => imagesOf(all).length > 1);
  expect(await colourOf(page, imagesOf(later)[1]!)).toBe('green');

  // From the instruction, one click leads to what it has brought.
  await operator.goto(`/sessions/${sessionId}`);
  await operator.getByText(/^Instructions \(/).click();
  const lines = operator.getByRole('article').filter({ has: operator.getByRole('button', { name: 'Show the image' }) });
  await expect(lines).toHaveCount(2);
  const shown = operator.getByRole('img', { name: 'Image of field:note' });
  for (const [index, colour] of ['green', 'red'].entries()) {
    await lines.nth(index).getByRole('button', { name: 'Show the image' }).click();
    await expect.poll(() => shown.evaluate(readColour)).toBe(colour);
  }

  // A field that has no image of its own is seen in one of the viewport.
  await track(page, 'all');
  await page.waitForTimeout(2_500);
  expect(await orderAndWait(api, sessionId, { verb: 'image', target: 'field:plain', agoMs: 0 })).toMatchObject({
    outcome: 'satisfiedFromBuffer',
  });
  await api.recordsWhen(sessionId, 'the viewport', (all) => imagesOf(all).some(({ target }) => target === 'viewport'));
  await site.close();
});
