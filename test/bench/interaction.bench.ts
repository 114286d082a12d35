import type { Browser, CDPSession, Page } from '@playwright/test';
import { bundleApp, routeApp, type BundledApp } from './apps/bundleApp.ts';
import { APPS, type BenchApp } from './apps/catalog.ts';
import { geometricMean, median, ms, say, times } from './figures.ts';
import { nameOf, perform } from './gestures.ts';
import { addClock, endClock, traceInteractions, type Interaction } from './interactionClock.ts';
import { checkRecorded, whenRecorded } from './recorded.ts';
import { isChosen, roundsOr } from './rounds.ts';
import { bench, type Stage } from './stage.ts';
import { insertVariant, routePlain, SHORT_LABELS, type Posted, type Variant } from './variants.ts';

const COMPARED: readonly Variant[] = ['none', 'plain', 'full'];
const ROUND_COUNT = 8;
/** After the start: what was put off is done, and what was posted has gone. */
const SETTLE_MS = 1_500;

interface Opened {
  variant: Variant;
  page: Page;
  cdp: CDPSession;
  posted: Posted;
}

/** Of one application: by variant and step, an interaction of each round. */
type Measured = Record<Variant, Interaction[][]>;

bench('Interaction: from the event to the painted frame and the end of what it queued', async ({ browser, stage }) => {
  bench.setTimeout(60 * 60_000);
  const results: { app: BenchApp; measured: Measured }[] = [];
  for (const app of APPS.filter(({ name }) => isChosen(name))) {
    results.push({ app, measured: await measureApp(browser, stage, await bundleApp(app)) });
  }
  report('time', results, ({ wallMs }) => wallMs);
  report('CPU of the main thread', results, ({ cpuMs }) => cpuMs);
  say(
    'CPU until the next step',
    'without, per step',
    ...COMPARED.slice(1).map((variant) => `+ ${SHORT_LABELS[variant]}`),
  );
  for (const { app, measured } of results) {
    const spent = (variant: Variant) => sum(stepsOf(measured, variant, ({ laterMs }) => laterMs)) / app.steps.length;
    const more = COMPARED.slice(1).map((variant) => ms(spent(variant) - spent('none')));
    say(`  ${app.label}`, ms(spent('none')), ...more);
  }
});

/**
 * The same application in three pages at the same time, one per variant; each step is done on all of them before the
 * next, so that a noisy second hits all.
 */
async function measureApp(browser: Browser, stage: Stage, bundled: BundledApp): Promise<Measured> {
  const { app } = bundled;
  const opened: Opened[] = [];
  try {
    for (const variant of COMPARED) opened.push(await open(browser, stage, bundled, variant));
    const rounds = roundsOr(ROUND_COUNT);
    const traced = await traceInteractions(browser, async () => {
      for (let round = 0; round <= rounds; round += 1) await runRound(app, opened, round);
      for (const { page } of opened) await page.evaluate(endClock);
    });
    const measured: Measured = { none: [], dormant: [], plain: [], full: [] };
    for (const { variant } of opened) {
      const interactions = traced.get(variant) ?? [];
      const stepCount = app.steps.length;
      if (interactions.length !== stepCount * (rounds + 1))
        throw new Error(`${app.name}: steps of ${variant} are missing`);
      // The first round only warms up.
      measured[variant] = app.steps.map((_, step) =>
        interactions.filter((_, index) => index >= stepCount && index % stepCount === step),
      );
    }
    for (const { page, variant, posted } of opened) await checkRecorded(page, variant, posted);
    return measured;
  } finally {
    for (const { page } of opened) await page.context().close();
  }
}

async function runRound(app: BenchApp, opened: readonly Opened[], round: number): Promise<void> {
  for (const [index, step] of app.steps.entries()) {
    const shift = (index + round) % opened.length;
    for (const { page, cdp, variant } of [...opened.slice(shift), ...opened.slice(0, shift)]) {
      await perform(page, cdp, step).catch((error: unknown) => {
        throw new Error(`${app.name}, ${variant}, ${nameOf(step)}: ${String(error)}`);
      });
    }
  }
}

async function open(browser: Browser, { monitor }: Stage, bundled: BundledApp, variant: Variant): Promise<Opened> {
  const context = await browser.newContext();
  await addClock(context, variant);
  await routeApp(context, bundled);
  const page = await context.newPage();
  const posted = await routePlain(page);
  await page.goto(`${monitor.baseUrl}/bench`);
  await page.locator(bundled.app.ready).waitFor({ state: 'attached' });
  await insertVariant(page, variant);
  await whenRecorded(page, variant, posted);
  await page.waitForTimeout(SETTLE_MS);
  return { variant, page, cdp: await context.newCDPSession(page), posted };
}

/** Per step, the median of all rounds. */
function stepsOf(measured: Measured, variant: Variant, of: (interaction: Interaction) => number): number[] {
  return measured[variant].map((rounds) => median(rounds.map(of)));
}

function sum(values: number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

/** Ratios of an application are those of all its steps together; beside them the step that suffers most. */
function report(
  title: string,
  results: readonly { app: BenchApp; measured: Measured }[],
  of: (interaction: Interaction) => number,
): void {
  say(
    title,
    'without, per step',
    ...COMPARED.slice(1).map((variant) => `× ${SHORT_LABELS[variant]}`),
    'worst step of it',
  );
  const ratios: Partial<Record<Variant, number[]>> = {};
  for (const { app, measured } of results) {
    const without = stepsOf(measured, 'none', of);
    const cells = COMPARED.slice(1).map((variant) => {
      const ratio = sum(stepsOf(measured, variant, of)) / sum(without);
      (ratios[variant] ??= []).push(ratio);
      return times(ratio);
    });
    const bySteps = stepsOf(measured, 'full', of).map((value, step) => value / (without[step] ?? Number.NaN));
    const worst = bySteps.indexOf(Math.max(...bySteps));
    const step = app.steps[worst];
    say(
      `  ${app.label}`,
      ms(sum(without) / without.length),
      ...cells,
      times(bySteps[worst] ?? Number.NaN),
      step ? `  ${nameOf(step)}` : '',
    );
  }
  const summary = (label: string, of: (values: number[]) => number) =>
    say(label, '', ...COMPARED.slice(1).map((variant) => times(of(ratios[variant] ?? []))));
  summary('  geometric mean', geometricMean);
  summary('  worst application', (values) => Math.max(...values));
}
