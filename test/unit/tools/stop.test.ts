import { expect, it } from 'vitest';
import { stopAll } from '../../../src/tools/stop.ts';

it('stops in reverse order, once, and goes on where one throws', () => {
  const stopped: string[] = [];
  const handle = (name: string) => ({ stop: () => void stopped.push(name) });
  const broken = {
    stop() {
      stopped.push('broken');
      throw new Error('of this handle');
    },
  };
  const all = stopAll([handle('first'), broken, handle('last')]);
  all.stop();
  all.stop();
  expect(stopped).toEqual(['last', 'broken', 'first']);
});
