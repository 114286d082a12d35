import { expect, test } from 'vitest';
import { trackResources } from '../../../src/capture/networkDepth/index.ts';
import { run } from './scope.ts';

test('resources from before and after the start are recorded, without those that are seen elsewhere and our own', async () => {
  const load = (src: string) =>
    new Promise((resolve) => {
      const image = Object.assign(new Image(), { onload: resolve, onerror: resolve });
      image.src = src;
    });
  const name = `name${Math.random().toString(36).replace(/\d/g, '')}`;
  await load(`/before-${name}.png?token=SECRET`);
  const seen = run(trackResources);
  await load(`/after-${name}.png`);
  await load(`/own/${name}.png`);
  await fetch(`/fetched-${name}`);
  await load(`/last-${name}.png`);
  const paths = () => seen.of('network').flatMap(({ path }) => (path.includes(name) ? [path] : []));
  await expect.poll(paths).toContain(`/last-${name}.png`);
  expect(paths()).toEqual([`/before-${name}.png`, `/after-${name}.png`, `/last-${name}.png`]);
  const record = seen.of('network').find(({ path }) => path === `/before-${name}.png`);
  expect(record).toMatchObject({
    ...{ api: 'resource', initiator: 'img', url: `${location.origin}/before-${name}.png?token=***`, failed: false },
  });
  expect(record?.responseBytes).toBeGreaterThan(0);
  const at = seen.captures.find(({ data }) => data === record)?.at ?? 0;
  expect(Math.abs(Date.now() - at)).toBeLessThan(600_000);
  const count = paths().length;
  seen.stop();
  await load(`/stopped-${name}.png`);
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(paths()).toHaveLength(count);
});
