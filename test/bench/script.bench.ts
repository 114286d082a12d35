import type { Browser } from '@playwright/test';
import { median, ms, say, sayOf, span, times } from './figures.ts';
import { isChosen, isProfiled, roundsOr } from './rounds.ts';
import { costliest, startProfile, type ScriptTime } from './scriptProfile.ts';
import { bench, type Stage } from './stage.ts';
import { checkVariant, insertVariant, LABELS, routePlain } from './variants.ts';
import { runWorkload, WORKLOAD_PAGE, WORKLOADS, type WorkloadName } from './workloads.ts';

const ROUND_COUNT = 4;
const SETTLE_MS = 1_500;
const FUNCTION_COUNT = 30;
const COMPARED = ['plain', 'full'] as const;
type Compared = (typeof COMPARED)[number];
type Measured = Partial<Record<WorkloadName, ScriptTime>>;

bench('JavaScript of the recorder on the main thread, by the profiler', async ({ browser, stage }) => {
  const workloads = WORKLOADS.filter(isChosen);
  const rounds: Record<Compared, Measured>[] = [];
  for (let round = 0; round <= roundsOr(ROUND_COUNT); round += 1) {
    const measured: Partial<Record<Compared, Measured>> = {};
    const order = round % 2 === 0 ? COMPARED : COMPARED.toReversed();
    for (const variant of order) measured[variant] = await measure(browser, stage, variant, workloads);
    // The first round only warms up.
    if (round > 0) rounds.push(measured as Record<Compared, Measured>);
  }
  say('own functions and what they call', 'rrweb alone', 'full capture', 'over rrweb alone', 'from – to');
  const report = (label: string, of: (measured: Measured) => number) => {
    const ratios = rounds.map(({ plain, full }) => of(full) / of(plain));
    const middle = (variant: Compared) => ms(median(rounds.map((round) => of(round[variant]))));
    // rrweb alone does next to nothing where nothing changes.
    const isComparable = rounds.every(({ plain }) => of(plain) > 5);
    const compared = isComparable ? [times(median(ratios)), span(ratios, (ratio) => ratio.toFixed(2))] : [];
    say(label, middle('plain'), middle('full'), ...compared);
  };
  const timeOf = (measured: Measured, name: WorkloadName) => measured[name]?.totalMs ?? 0;
  for (const name of workloads) report(`  ${name}`, (measured) => timeOf(measured, name));
  report('  all workloads', (measured) => workloads.reduce((sum, name) => sum + timeOf(measured, name), 0));
  if (isProfiled()) for (const variant of COMPARED) sayFunctions(variant, workloads, rounds);
});

function sayFunctions(
  variant: Compared,
  workloads: readonly WorkloadName[],
  rounds: Record<Compared, Measured>[],
): void {
  for (const name of workloads) {
    const profiles = rounds.flatMap((round) => round[variant][name] ?? []);
    const totalMs = profiles.reduce((sum, profile) => sum + profile.totalMs, 0) / profiles.length;
    say(`${LABELS[variant]}: ${name}`);
    for (const { place, selfMs } of costliest(profiles, FUNCTION_COUNT)) {
      if (selfMs < totalMs / 200) break;
      sayOf(place, ms(selfMs), `${((selfMs / totalMs) * 100).toFixed(1)} %`);
    }
  }
}

async function measure(
  browser: Browser,
  stage: Stage,
  variant: Compared,
  workloads: readonly WorkloadName[],
): Promise<Measured> {
  const context = await browser.newContext();
  try {
    const page = await context.newPage();
    const posted = await routePlain(page, { isReadable: isProfiled() });
    await page.route('**/bench', (route) => route.fulfill({ contentType: 'text/html', body: WORKLOAD_PAGE }));
    await page.goto(`${stage.monitor.baseUrl}/bench`);
    await insertVariant(page, variant);
    await page.waitForTimeout(SETTLE_MS);
    const cdp = await context.newCDPSession(page);
    const measured: Measured = {};
    for (const name of workloads) {
      const profile = await startProfile(cdp);
      await runWorkload(page, name);
      await page.waitForTimeout(SETTLE_MS);
      measured[name] = (await profile.stop((url) => /\/agent\/|\/bench\/plain\.js/.test(url)))();
    }
    // Parts of the workloads record a part of what is asked for, and to look where time goes less is enough, too.
    if (workloads.length === WORKLOADS.length && !isProfiled()) await checkVariant(stage, page, variant, posted);
    return measured;
  } finally {
    await context.close();
  }
}
