import * as v from 'valibot';
import { createPageStorage, type PageStorage } from '../../../src/browser/storage.ts';
import { createExtras } from '../../../src/boot/extras.ts';
import { createIntake } from '../../../src/boot/intake.ts';
import { suffices, fetchRuleCode } from '../../../src/boot/ruleCode.ts';
import { createSteering, type Steering } from '../../../src/boot/steering.ts';
import { PublishedRuleSet, type Capture } from '../../../src/wire/index.ts';
import { createMapStorage } from './mapStorage.ts';

export function publish(rules: { triggers?: object[]; [part: string]: unknown }): PublishedRuleSet {
  const triggers = (rules.triggers ?? []).map((trigger) => ({ where: 'page', ...trigger }));
  return v.parse(PublishedRuleSet, {
    ...{ revision: 3, hash: 'a'.repeat(64), publishedAt: 1, dormant: false },
    rules: { version: 1, name: 'shop', ...rules, triggers },
  });
}

export const navigation = (path: string, at = 1): Capture => ({
  kind: 'navigation',
  at,
  data: { type: 'push', url: path, path },
});
export const line = (at: number): Capture => ({ kind: 'console', at, data: { level: 'log', message: 'x' } });
export const mark = (name: string, at: number): Capture => ({ kind: 'mark', at, data: { name } });

export interface PageScope {
  storage?: PageStorage;
  sessionId?: string;
  clock?: { at: number };
  granted?: Set<string>;
}

const page = {
  location: { href: '/', pathname: '/' },
  navigator: { onLine: true, userAgent: 'x', maxTouchPoints: 0 },
} as unknown as Window;

/** A page's steering and intake, and what they do. */
export async function open(published: PublishedRuleSet, scope: PageScope = {}) {
  const { storage = createPageStorage(createMapStorage, 'shop'), sessionId = 's1', clock = { at: 0 } } = scope;
  const code = suffices(undefined, published.rules) ? undefined : await fetchRuleCode(published.rules);
  let changeCount = 0;
  const steering = createSteering(
    {
      ...{ storage, sessionId, window: page, privacy: { url: (text: string) => text }, session: { startedAt: 0 } },
      clock: { now: () => clock.at, offsetMs: () => 0 },
      readLink: () => ({}),
      granted: () => scope.granted ?? new Set<string>(),
      extras: { get: () => Promise.resolve({ createExtras }), stop: () => undefined },
      onChange: () => {
        changeCount += 1;
      },
    },
    published,
    code,
  );
  return { steering, code, storage, changes: () => changeCount, ...follow(steering, code) };
}

function follow(steering: Steering, code: Awaited<ReturnType<typeof fetchRuleCode>> | undefined) {
  const kept: string[] = [];
  const live: string[] = [];
  const past: [number, number][] = [];
  const fired: { id: string; depth: number }[] = [];
  const screens: string[] = [];
  const seen: Capture[] = [];
  const intake = createIntake({
    ...{ steering, ruleCode: () => code, revision: () => 3 },
    push({ kind }, isLive) {
      kept.push(kind);
      if (isLive) live.push(kind);
    },
    sendPast: (fromAt, toAt) => past.push([fromAt, toAt]),
    onFired: ({ id }, depth) => fired.push({ id, depth }),
    onProvider: () => undefined,
    onScreen: ({ id }) => screens.push(id),
    onStates: () => undefined,
    onSeen: (capture) => seen.push(capture),
  });
  const said = (kind: Capture['kind']) => seen.filter((capture) => capture.kind === kind).map(({ data }) => data);
  return { kept, live, past, fired, screens, said, ...intake };
}
