import { expect, test } from 'vitest';
import { end, identify, init, mark, status, stop, track } from '../../../src/index.ts';

test('where there is no page, importing and calling do nothing', async () => {
  init({ app: 'shop', monitor: 'https://monitor.example' });
  identify('ada');
  track('x');
  mark('y');
  stop();
  end();
  expect(await status()).toMatchObject({ phase: 'unsupported', reasons: ['there is no page here'] });
});
