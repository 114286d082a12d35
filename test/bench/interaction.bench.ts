import type { Browser, CDPSession, Page } from '@playwright/test';
import { bundleApp, routeApp, type BundledApp } from './apps/bundleApp.ts';
import { APPS, type BenchApp } from './apps/catalog.ts';
import { geometricMean, median, ms, say, sayOf, times } from './figures.ts';
import { nameOf, perform } from './gestures.ts';
import { addClock, endClock, traceInteractions, type Interaction } from './interactionClock.ts';
import { checkRecorded, whenRecorded } from './recorded.ts';
import { isChosen, isProfiled, roundsOr } from './rounds.ts';
import { costliest, startProfile, type ScriptTime } from './scriptProfile.ts';
import { bench, type Stage } from './stage.ts';
import { insertVariant, routePlain, SHORT_LABELS, type Posted, type Variant } from './variants.ts';

const COMPARED: readonly Variant[] = ['none', 'plain', 'dom', 'full'];
const ROUND_COUNT = 5;
const FUNCTION_COUNT = 40;
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

/** What an interaction is measured by. */
const MEASURES = {
  time: ({ wallMs }: Interaction) => wallMs,
  CPU: ({ cpuMs }: Interaction) => cpuMs,
  'CPU until the next': ({ laterMs }: Interaction) => laterMs,
};
type Measure = keyof typeof MEASURES;
const RECORDED = COMPARED.filter((variant) => variant !== 'none');

bench('Interaction: from the event to the painted frame and the end of what it queued', async ({ browser, stage }) => {
  bench.setTimeout(60 * 60_000);
  const measures = Object.keys(MEASURES) as Measure[];
  const ratios: Record<string, number[]> = {};
  const heads = RECORDED.map((variant) => `× ${SHORT_LABELS[variant]}`);
  say('per step', 'without', ...heads, 'worst step of it');
  for (const app of APPS.filter(({ name }) => isChosen(name))) {
    const measured = await measureApp(browser, stage, await bundleApp(app));
    say(app.label);
    for (const measure of measures) {
      for (const [index, ratio] of reportApp(app, measured, measure).entries())
        (ratios[`${measure} ${String(index)}`] ??= []).push(ratio);
    }
  }
  const summary = (label: string, measure: Measure, of: (values: number[]) => number) =>
    say(label, '', ...RECORDED.map((_, index) => times(of(ratios[`${measure} ${String(index)}`] ?? []))));
  for (const measure of measures) {
    summary(`${measure}, geometric mean`, measure, geometricMean);
    summary(`${measure}, worst application`, measure, (values) => Math.max(...values));
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
    const full = opened.find(({ variant }) => variant === 'full');
    const profile = isProfiled() && full ? await startProfile(full.cdp) : undefined;
    const rounds = roundsOr(ROUND_COUNT);
    const traced = await traceInteractions(browser, async () => {
      for (let round = 0; round <= rounds; round += 1) await runRound(app, opened, round);
      for (const { page } of opened) await page.evaluate(endClock);
    });
    const timesWithin = await profile?.stop((url) => url.includes('/agent/'));
    if (timesWithin) sayFunctions(timesWithin((traced.get('full') ?? []).map(({ span }) => span)));
    const measured: Measured = { none: [], dormant: [], plain: [], dom: [], full: [] };
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

/** What the recorder did within the interactions of all rounds. */
function sayFunctions(time: ScriptTime): void {
  say('own functions', ms(time.totalMs));
  for (const by of ['totalMs', 'selfMs'] as const) {
    say(by === 'selfMs' ? '  by themselves' : '  with what they call');
    for (const { place, ...spent } of costliest([time], FUNCTION_COUNT, by)) sayOf(place, ms(spent[by]));
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

/**
 * The ratios of an application are those of all its steps together; beside them the step that suffers most.
 * @returns by recorded variant
 */
function reportApp(app: BenchApp, measured: Measured, measure: Measure): number[] {
  const of = MEASURES[measure];
  const without = stepsOf(measured, 'none', of);
  const ratios = RECORDED.map((variant) => sum(stepsOf(measured, variant, of)) / sum(without));
  const bySteps = stepsOf(measured, 'full', of).map((value, step) => value / (without[step] ?? Number.NaN));
  const worst = bySteps.indexOf(Math.max(...bySteps));
  const step = app.steps[worst];
  const name = step ? `  ${nameOf(step)}` : '';
  say(
    `  ${measure}`,
    ms(sum(without) / without.length),
    ...ratios.map(times),
    times(bySteps[worst] ?? Number.NaN),
    name,
  );
  return ratios;
}
