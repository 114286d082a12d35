import type { Browser, Page } from '@playwright/test';
import * as v from 'valibot';

/** The longest task of a page's main thread, by the browser's own trace: also of those that it doesn't call long. */
export interface LongestTask {
  /** As long as the page stood still. */
  wallMs: number;
  /** What the thread worked in the task that worked most; other programs of the machine don't count. */
  cpuMs: number;
}

const Task = v.object({
  name: v.literal('RunTask'),
  tid: v.number(),
  pid: v.number(),
  dur: v.number(),
  tdur: v.number(),
});
const Stamp = v.object({
  name: v.literal('TimeStamp'),
  tid: v.number(),
  pid: v.number(),
  args: v.object({ data: v.object({ message: v.literal('bench page') }) }),
});
const Trace = v.object({ traceEvents: v.array(v.unknown()) });

export async function traceLongest(browser: Browser, page: Page, run: () => Promise<void>): Promise<LongestTask> {
  await browser.startTracing(undefined, {
    categories: ['devtools.timeline', 'disabled-by-default-devtools.timeline'],
  });
  // Says which of the browser's threads is the page's.
  await page.evaluate(() => console.timeStamp('bench page'));
  await run();
  const { traceEvents } = v.parse(v.pipe(v.string(), v.parseJson(), Trace), (await browser.stopTracing()).toString());
  const own = traceEvents.flatMap((event) => (v.is(Stamp, event) ? [event] : []))[0];
  if (!own) throw new Error('the trace has no stamp of the page');
  const tasks = traceEvents.flatMap((event) => (v.is(Task, event) ? [event] : []));
  const ofPage = tasks.filter(({ pid, tid }) => pid === own.pid && tid === own.tid);
  const longest = (of: (task: v.InferOutput<typeof Task>) => number) => Math.max(0, ...ofPage.map(of)) / 1_000;
  return { wallMs: longest(({ dur }) => dur), cpuMs: longest(({ tdur }) => tdur) };
}
