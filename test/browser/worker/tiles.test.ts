import { describe, expect, test } from 'vitest';
import type { Record, RecordData } from 'rewindow/wire';
import { batch, checkpoint, createDevice, mark, START_AT, until, uuid } from './support.ts';

const WIDTH = 600;
const HEIGHT = 300;

/** A grey page with a red square of 20 px at the given place. */
async function picture(x: number, y: number, color = 'red'): Promise<ImageBitmap> {
  const canvas = new OffscreenCanvas(WIDTH, HEIGHT);
  const context = canvas.getContext('2d');
  if (context === null) throw new Error('no context');
  context.fillStyle = '#ccc';
  context.fillRect(0, 0, WIDTH, HEIGHT);
  context.fillStyle = color;
  context.fillRect(x, y, 20, 20);
  return createImageBitmap(canvas);
}

const image = (bitmap: ImageBitmap, target = 'viewport') => ({
  at: START_AT,
  bitmap,
  target,
  cause: 'rule',
  box: { x: 0, y: 0, width: WIDTH, height: HEIGHT },
});

async function openImager(parts = {}) {
  const device = createDevice();
  const { api, ids } = await device.open({ parts });
  const records = async (): Promise<Record[]> => {
    await api.send({ instructionId: uuid(), sessionId: ids.sessionId, fromAt: 0, toAt: START_AT * 2, liveUntilAt: 0 });
    await until(async () => (await api.status()).outbox.segmentCount === 0);
    return device.monitor.segments.flatMap((segment) => segment.records);
  };
  const tiles = async (): Promise<RecordData<'tile'>[]> =>
    (await records()).flatMap((record) => (record.kind === 'tile' ? [record.data] : []));
  return { api, records, tiles };
}

describe('appendImage', () => {
  test('first all tiles, then only those that changed, then nothing', async () => {
    const { api, tiles } = await openImager();
    expect(await api.appendImage(image(await picture(10, 10)))).toEqual({ changedTileCount: 6 });
    expect(await api.appendImage(image(await picture(300, 10)))).toEqual({ changedTileCount: 2 });
    expect(await api.appendImage(image(await picture(300, 10)))).toEqual({ changedTileCount: 0 });
    const [first, second, ...rest] = await tiles();
    expect(rest).toEqual([]);
    expect(first).toMatchObject({ full: true, width: WIDTH, height: HEIGHT, tileSize: 256, type: 'image/webp' });
    expect(first?.tiles.every((tile) => tile.image !== undefined)).toBe(true);
    expect(second?.full).toBe(false);
    expect(second?.tiles.map((tile) => tile.image !== undefined)).toEqual([true, true, false, false, false, false]);
    expect(second?.tiles[5]?.hash).toBe(first?.tiles[5]?.hash);
  });

  test('a lower quality makes smaller pictures', async () => {
    const canvas = new OffscreenCanvas(256, 256);
    const context = canvas.getContext('2d');
    for (let y = 0; y < 256; y += 4) {
      for (let x = 0; x < 256; x += 4) {
        if (context) context.fillStyle = `hsl(${String((x * y) % 360)} 80% 50%)`;
        context?.fillRect(x, y, 4, 4);
      }
    }
    const { api, tiles } = await openImager();
    await api.appendImage(image(await createImageBitmap(canvas), 'usual'));
    await api.appendImage({ ...image(await createImageBitmap(canvas), 'coarse'), quality: 0.1 });
    const [usual, coarse] = (await tiles()).map(({ tiles: [tile] }) => tile?.image?.length ?? 0);
    expect(coarse).toBeLessThan((usual ?? 0) * 0.7);
  });

  test('a tile is the picture that it names', async () => {
    const { api, tiles } = await openImager();
    await api.appendImage(image(await picture(580, 280)));
    const tile = (await tiles())[0]?.tiles[5];
    const bytes = Uint8Array.from(atob(tile?.image ?? ''), (character) => character.charCodeAt(0));
    const bitmap = await createImageBitmap(new Blob([bytes], { type: 'image/webp' }));
    expect([bitmap.width, bitmap.height]).toEqual([WIDTH - 512, HEIGHT - 256]);
    const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d');
    context?.drawImage(bitmap, 0, 0);
    const [red = 0, green = 255] = context?.getImageData(bitmap.width - 8, bitmap.height - 8, 1, 1).data ?? [];
    expect(red).toBeGreaterThan(200);
    expect(green).toBeLessThan(60);
  });

  test('every tenth image of a target is full; targets don’t disturb each other', async () => {
    const { api, tiles } = await openImager();
    for (let count = 0; count < 12; count += 1)
      await api.appendImage(image(await picture(10, 10, `rgb(${String(count)} 0 0)`)));
    await api.appendImage(image(await picture(10, 10), '#cart'));
    const full = (await tiles()).flatMap((data, index) => (data.full ? [index] : []));
    expect(full).toEqual([0, 10, 12]);
  });

  test('after a checkpoint the next image is full: what came before may be dropped', async () => {
    const { api, tiles } = await openImager();
    await api.appendImage(image(await picture(10, 10)));
    await api.append(batch(0, checkpoint(START_AT + 1)));
    await api.appendImage(image(await picture(10, 10)));
    expect((await tiles()).map(({ full }) => full)).toEqual([true, true]);
  });

  test('without OffscreenCanvas it says so; the bitmap is closed in any case', async () => {
    const { api, records } = await openImager({ OffscreenCanvas: undefined });
    const bitmap = await picture(10, 10);
    expect(await api.appendImage(image(bitmap))).toEqual({ changedTileCount: 0 });
    expect(bitmap.width).toBe(0);
    expect(await records()).toMatchObject([{ kind: 'agent', data: { code: 'image_unsupported' } }]);
  });
});

describe('sendImage', () => {
  const openPast = async () => {
    const device = createDevice();
    const { api, ids } = await device.open();
    const imageAt = async (afterMs: number, target: string) =>
      api.appendImage({ ...image(await picture(afterMs % 500, 10), target), at: START_AT + afterMs });
    const ask = (afterMs: number, ...targets: string[]) =>
      api.sendImage({ instructionId: uuid(), sessionId: ids.sessionId, targets, at: START_AT + afterMs });
    const sentImages = async () => {
      await until(async () => (await api.status()).outbox.segmentCount === 0);
      const records = device.monitor.segments.flatMap((segment) => segment.records);
      return records.flatMap((record) =>
        record.kind === 'tile' ? [`${record.data.target}@${String(record.at - START_AT)}`] : [],
      );
    };
    return { device, api, ids, imageAt, ask, sentImages };
  };

  test('the last one of the target until then, with what it is drawn from and nothing after it', async () => {
    const { api, imageAt, ask, sentImages } = await openPast();
    await api.append(batch(0, checkpoint(START_AT)));
    await imageAt(100, 'field:amount');
    await imageAt(200, 'field:amount');
    await imageAt(250, 'viewport');
    await api.flush();
    await imageAt(400, 'field:amount');
    expect(await ask(300, 'field:amount', 'viewport')).toEqual({ imageAt: START_AT + 200, target: 'field:amount' });
    expect(await sentImages()).toEqual(['field:amount@100', 'field:amount@200', 'viewport@250']);
  });

  test('a field without an image of its own is seen in one of the viewport', async () => {
    const { imageAt, ask, sentImages } = await openPast();
    await imageAt(100, 'viewport');
    await imageAt(900, 'field:amount');
    expect(await ask(500, 'field:amount', 'viewport')).toEqual({ imageAt: START_AT + 100, target: 'viewport' });
    expect(await sentImages()).toContain('viewport@100');
  });

  test('nothing where there is none at that time, of that target or of that session', async () => {
    const { device, api, imageAt, ask, sentImages } = await openPast();
    await api.append(batch(0, mark(START_AT)));
    await imageAt(100, 'field:"odd \\ name"');
    expect(await ask(99, 'field:"odd \\ name"')).toEqual({});
    expect(await ask(500, 'field:other', 'viewport')).toEqual({});
    const other = await device.open();
    const order = { instructionId: uuid(), sessionId: other.ids.sessionId, targets: ['field:"odd \\ name"'] };
    expect(await other.api.sendImage({ ...order, at: START_AT + 500 })).toEqual({});
    expect(await sentImages()).toEqual([]);
    expect(await ask(500, 'field:"odd \\ name"')).toMatchObject({ imageAt: START_AT + 100 });
  });
});
