import type { Page } from '@playwright/test';
import * as v from 'valibot';
import { waitUntil } from '../tools/waitUntil.ts';
import type { Posted, Variant } from './variants.ts';

/** Of a page whose application isn't the workloads': that its recorder has begun, and that it still records at the end. */
const Recording = v.object({
  phase: v.string(),
  recording: v.optional(
    v.object({ lostCount: v.number(), store: v.object({ ring: v.object({ bytes: v.number() }) }) }),
  ),
});

/** Large pages on a slow machine need long. */
const SLOW = { timeoutMs: 90_000, everyMs: 200 };

/** Waits for the first checkpoint. */
export async function whenRecorded(page: Page, variant: Variant, posted: Posted): Promise<void> {
  if (variant === 'none') return;
  await waitUntil(
    `the first checkpoint by ${variant}`,
    async () => {
      if (variant === 'plain') return posted.texts.some((text) => text.includes('"type":2')) || undefined;
      const text = JSON.stringify((await page.evaluate('globalThis.rewindow?.status?.()')) ?? {});
      return Number(/"dom":(\d+)/.exec(text)?.[1] ?? 0) >= 2 || undefined;
    },
    SLOW,
  );
}

/** Throws where nothing but the first checkpoint has been recorded, or something was lost. */
export async function checkRecorded(page: Page, variant: Variant, posted: Posted): Promise<void> {
  if (variant === 'none') return;
  if (variant === 'plain') {
    if (!posted.texts.some((text) => text.includes('"source":0'))) throw new Error('no change by rrweb alone');
    return;
  }
  const status = v.parse(Recording, await page.evaluate('rewindow.status()'));
  if (status.phase === 'recording' && status.recording?.lostCount === 0 && status.recording.store.ring.bytes > 0)
    return;
  throw new Error(`not recording as it should: ${JSON.stringify(status)}`);
}
