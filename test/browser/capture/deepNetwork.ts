import { expect, onTestFinished } from 'vitest';
import { createPrivacy, type MaskMode } from '../../../src/browser/privacy.ts';
import { trackDepth } from '../../../src/capture/networkDepth/index.ts';
import { trackNetwork } from '../../../src/capture/trackNetwork.ts';
import type { Tracker } from '../../../src/capture/tracker.ts';
import { stopAll } from '../../../src/tools/stop.ts';
import type { CaptureDetails } from '../../../src/wire/index.ts';
import { run } from './scope.ts';

type Network = NonNullable<CaptureDetails['network']>;
export const BODIES = [
  { url: '*', request: true, response: true, types: ['application/json', 'text/'], maxBytes: 1_000, redact: ['$.own'] },
];
export const correlation = { sessionId: '01a20085-46c4-7360-a218-17408080a34f', origins: ['self'] };

const both: Tracker = (emit, scope) => stopAll([trackNetwork(emit, scope), trackDepth(emit, scope)]);
/** The outline of exchanges and what goes deeper, until the end of the test. */
export function start(network: Network, mask: MaskMode = 'inputs') {
  return run(both, { details: () => ({ network }), correlation, privacy: createPrivacy({ mask, urlParameters: [] }) });
}

/** In place of the browser's own, until the end of the test; gives the requests as the browser would have sent them. */
export function answerWith(answer: () => Response): { asked: Request[]; calls: unknown[][] } {
  const native = window.fetch;
  const asked: Request[] = [];
  const calls: unknown[][] = [];
  window.fetch = (...args) => {
    calls.push(args);
    asked.push(new Request(...args));
    return Promise.resolve(answer());
  };
  onTestFinished(() => {
    window.fetch = native;
  });
  return { asked, calls };
}

export const json = (value: unknown, headers: Record<string, string> = {}) =>
  new Response(JSON.stringify(value), { headers: { 'content-type': 'application/json', ...headers } });

/** The record, when it has come; nothing may have gone wrong by then. */
export async function only(seen: ReturnType<typeof start>) {
  await expect.poll(() => seen.of('network').length).toBe(1);
  expect(seen.failures).toEqual([]);
  const [record] = seen.of('network');
  if (!record) throw new Error('no record');
  return record;
}
