import { afterEach, expect, test } from 'vitest';
import { createTestScreen, mount, take } from './pictures.ts';

/** For the test: what the browser says of itself. */
function pretend(holder: object, name: string, value: unknown): void {
  Object.defineProperty(holder, name, { value, configurable: true });
}
afterEach(() => {
  Reflect.deleteProperty(navigator, 'connection');
  Reflect.deleteProperty(document, 'visibilityState');
});

test.each([{ saveData: true }, { effectiveType: '2g' }, { effectiveType: 'slow-2g' }])(
  'no image over a link like %o',
  async (connection) => {
    mount('<div id="t" style="width:20px;height:20px"></div>');
    pretend(navigator, 'connection', connection);
    await expect(take('#t')).rejects.toMatchObject({ code: 'image_postponed' });
    pretend(navigator, 'connection', { saveData: false, effectiveType: '4g' });
    await expect(take('#t')).resolves.toMatchObject({ target: '#t' });
  },
);

test('an image waits until the page is seen', async () => {
  mount('<div id="t" style="width:20px;height:20px"></div>');
  pretend(document, 'visibilityState', 'hidden');
  let isTaken = false;
  const taken = take('#t').then(() => (isTaken = true));
  await new Promise((resolve) => setTimeout(resolve, 700));
  expect(isTaken).toBe(false);
  pretend(document, 'visibilityState', 'visible');
  await taken;
});

test('a page that stays hidden is not imaged', async () => {
  mount('<div id="t" style="width:20px;height:20px"></div>');
  pretend(document, 'visibilityState', 'hidden');
  await expect(take('#t')).rejects.toMatchObject({ code: 'image_postponed' });
});

test('long tasks of the page just before make an image wait', async () => {
  mount('<div id="t" style="width:20px;height:20px"></div>');
  const screen = createTestScreen();
  await screen.capture({ target: '#t', cause: 'test' });
  await new Promise((resolve) => setTimeout(resolve, 50));
  const until = performance.now() + 300;
  await new Promise((resolve) => setTimeout(resolve));
  while (performance.now() < until);
  // The browser reports a task after it.
  await new Promise((resolve) => setTimeout(resolve, 100));
  const startedAt = performance.now();
  await screen.capture({ target: '#t', cause: 'test' });
  screen.stop();
  expect(performance.now() - startedAt).toBeGreaterThan(900);
});
