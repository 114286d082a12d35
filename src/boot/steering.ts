import type { Capture, CaptureDetails, PublishedRuleSet, RecordKind, RuleSet, ScreenRule } from '../wire/index.ts';
import { CEILINGS } from '../wire/ceilings.ts';
import { createRuleEngine, type RuleEngine } from '../rules/engine.ts';
import { joinDetails } from '../rules/details.ts';
import { activeCapture } from '../rules/active.ts';
import { kindsOf, observedKinds } from '../rules/kinds.ts';
import { restoreMemory, own, type RuleMemory, type Visit } from '../rules/memory.ts';
import { noteOccasion, periodicScreens } from '../rules/occasions.ts';
import type { Effects } from '../rules/run.ts';
import type { PageStorage } from '../browser/storage.ts';
import { createRuleInput, type Surroundings } from '../rules/input.ts';
import type { createExtras, ExtraCapture, Extras, Mute } from './extras.ts';
import { forget } from './forget.ts';
import type { PatientLoad } from './patientLoad.ts';
import type { RuleCode } from './ruleCode.ts';

export type { ExtraCapture, Mute } from './extras.ts';

export interface Followed extends Omit<Effects, 'memory' | 'forward'> {
  keep: boolean;
  /** It is forwarded at once … */
  isLive: boolean;
  /** … with what was captured from then on. */
  pastFromAt?: number;
  /** How many instructions led to what is fired. */
  depth: number;
  /** Other trackers may be needed. */
  isMoved: boolean;
}

/** Applies the rule set to what is captured: what is kept, which states are entered, what has to happen. */
export interface Steering {
  adopt(published: PublishedRuleSet, code?: RuleCode): void;
  follow(capture: Capture, surroundings: Surroundings): Followed;
  /** What time alone brings about. */
  advance(at: number, surroundings: Surroundings): Followed;
  /** When `advance` is wanted next; infinity where it is not. */
  dueAt(now: number): number;
  /** Captures more than the rules say, for a while. */
  extend(extra: ExtraCapture): void;
  /** Captures less, for a while. */
  mute(mute: Mute): void;
  /** Ends what instructions added, of these kinds or all. */
  stopExtras(kinds?: RecordKind[]): void;
  /** Kinds whose trackers have to run now. */
  neededKinds(now: number): Set<RecordKind>;
  keptKinds(now: number): ReadonlySet<RecordKind>;
  /** How deep captures go now. */
  details(): CaptureDetails;
  /** Screen rules that ask for an image regularly, in the states that are entered now. */
  periods(): ScreenRule[];
  /** True where the rule may be followed now; that counts as having followed it. */
  takePeriod(rule: ScreenRule, at: number): boolean;
  /** False where the session has had as many as the rule set allows; true counts them. */
  spend(limit: SpentLimit, count?: number): boolean;
  states(): string[];
  /** The last stay in a state. */
  visit(state: string): Visit | undefined;
  visits(): RuleMemory['visits'];
  /** Selectors that states are about, each with whether its state is entered. */
  elements(): { selector: string; isShown: boolean }[];
  firedTriggers(): string[];
  drillDepth(): number;
  save(): void;
}

export type SpentLimit = 'instructionCount' | 'imageCount';

export interface SteeringScope {
  /** Of the tab: the memory of states and triggers survives a reload, and belongs to one session. */
  storage: PageStorage;
  sessionId: string;
  now(): number;
  extras: PatientLoad<{ createExtras: typeof createExtras }>;
  /** More or less is to be captured than before. */
  onChange(): void;
}

const NAME = 'memory';
/** Records that follow one another faster share their past. */
const PAST_EVERY_MS = 5_000;
const NO_AUDIENCES: ReadonlySet<string> = new Set();

/** What it knows of the course of things. */
interface Course {
  scope: SteeringScope;
  rules: RuleSet;
  engine: RuleEngine;
  memory: RuleMemory;
  audiences: ReadonlySet<string>;
  spent: Partial<Record<SpentLimit, number>>;
  /** As the page before has left them. */
  savedExtras: unknown;
  extras?: Extras;
  /** What the capture rules that apply say together. */
  base: ReadonlySet<RecordKind>;
  details: CaptureDetails;
  lastLiveAt: number;
}

export function createSteering(scope: SteeringScope, { rules }: PublishedRuleSet, code?: RuleCode): Steering {
  const { storage, sessionId } = scope;
  const course: Course = {
    ...{ scope, rules, engine: createRuleEngine(rules, 'page', code?.watchPattern), audiences: NO_AUDIENCES },
    ...restore(storage.get(NAME), sessionId),
    ...{ base: new Set(), details: {}, lastLiveAt: -Infinity },
  };
  derive(course);
  if (course.savedExtras !== undefined) void changeExtras(course, () => undefined);
  return {
    ...createViews(course),
    adopt({ rules: next }, nextCode) {
      course.memory = forget(course.memory, course.rules, next);
      course.rules = next;
      course.engine = createRuleEngine(next, 'page', nextCode?.watchPattern);
      derive(course);
    },
    follow: (capture, surroundings) => follow(course, capture, surroundings),
    advance(at, surroundings) {
      const taken = take(course, course.engine.advance(course.memory, at, surroundings), surroundings);
      if (course.extras) derive(course);
      return { ...taken, isMoved: taken.isMoved || !!course.extras, keep: false, isLive: false, depth: 0 };
    },
    dueAt: (at) => Math.min(course.engine.dueAt(course.memory) ?? Infinity, course.extras?.changesAt(at) ?? Infinity),
    extend: (extra) => void changeExtras(course, (extras) => extras.extend(extra)),
    mute: (mute) => void changeExtras(course, (extras) => extras.mute(mute)),
    stopExtras(kinds) {
      if (course.extras) void changeExtras(course, (extras) => extras.stop(kinds));
    },
    takePeriod(rule, at) {
      const noted = noteOccasion(course.memory, 'screens', rule, at);
      course.memory = noted ?? course.memory;
      return noted !== undefined;
    },
    spend(limit, count = 1) {
      const sum = (course.spent[limit] ?? 0) + count;
      if (sum > Math.min(course.rules.limits[limit], CEILINGS[limit])) return false;
      course.spent[limit] = sum;
      return true;
    },
    save() {
      const { memory, spent, extras, savedExtras } = course;
      storage.set(NAME, { sessionId, memory, spent, extras: extras?.save() ?? savedExtras });
    },
  };
}

function createViews(
  course: Course,
): Omit<
  Steering,
  'adopt' | 'follow' | 'advance' | 'dueAt' | 'extend' | 'mute' | 'stopExtras' | 'takePeriod' | 'spend' | 'save'
> {
  return {
    neededKinds: (at) => new Set([...keptKinds(course, at), ...observedKinds(course.rules)]),
    keptKinds: (at) => keptKinds(course, at),
    details: () => course.details,
    periods: () => periodicScreens(course.rules, course.memory, course.audiences),
    states: () => Object.keys(course.memory.states),
    visit: (state) => own(course.memory.visits, state),
    visits: () => course.memory.visits,
    elements: () =>
      course.rules.states.flatMap(({ id, element: selector }) =>
        selector === undefined ? [] : [{ selector, isShown: Object.hasOwn(course.memory.states, id) }],
      ),
    firedTriggers: () =>
      course.rules.triggers
        .filter(({ id, limits }) => !limits.dryRun && (own(course.memory.triggers, id)?.firedCount ?? 0) > 0)
        .map(({ id }) => id),
    drillDepth: () => Math.min(course.rules.limits.drillDepth, CEILINGS.drillDepth),
  };
}

function derive(course: Course): void {
  const { rules, memory, scope, audiences, extras } = course;
  const active = activeCapture(rules, Object.keys(memory.states), { sessionId: scope.sessionId, audiences });
  course.base = kindsOf(rules, active);
  course.details = joinDetails([...active, ...(extras?.details(scope.now()) ?? [])]);
}

function keptKinds({ extras, base }: Course, at: number): ReadonlySet<RecordKind> {
  return extras?.kinds(base, at) ?? base;
}

async function changeExtras(course: Course, call: (extras: Extras) => void): Promise<void> {
  const { extras: code, now, onChange } = course.scope;
  const { createExtras } = await code.get();
  course.extras ??= createExtras(now, course.savedExtras);
  call(course.extras);
  derive(course);
  onChange();
}

function take(course: Course, { memory, forward: _, ...effects }: Effects, { audiences = NO_AUDIENCES }: Surroundings) {
  const isMoved = memory.states !== course.memory.states || audiences !== course.audiences;
  const isEnded = course.extras?.endAt(effects.entered) === true;
  Object.assign(course, { memory, audiences });
  if (isMoved || isEnded) derive(course);
  return { ...effects, isMoved: isMoved || isEnded };
}

function follow(course: Course, capture: Capture, surroundings: Surroundings): Followed {
  const { at, kind } = capture;
  const effects = course.engine.evaluate(course.memory, createRuleInput(capture, surroundings));
  const { mode, lastMs } = effects.forward;
  const taken = take(course, effects, surroundings);
  const { extras, base, lastLiveAt } = course;
  const keep = mode !== 'never' && keptKinds(course, at).has(kind);
  const depth = depthOf(capture) ?? (base.has(kind) ? 0 : 1 + (extras?.depthOf(kind, at) ?? -1));
  const isSpent = extras?.spend(capture, keep) === true;
  if (isSpent) derive(course);
  const isLive = keep && mode === 'live';
  const followed = { ...taken, keep, isLive, depth, isMoved: taken.isMoved || isSpent };
  if (!isLive || lastMs === 0) return followed;
  course.lastLiveAt = at;
  const isNew = at - lastLiveAt >= Math.min(lastMs, PAST_EVERY_MS);
  return isNew ? { ...followed, pastFromAt: Math.max(at - lastMs, lastLiveAt) } : followed;
}

const CAUSED: readonly RecordKind[] = ['trigger', 'instruction', 'assist'];

/** What an instruction led to, leads one deeper. */
function depthOf({ kind, data }: Capture): number | undefined {
  if (!CAUSED.includes(kind)) return undefined;
  return 1 + ('depth' in data ? (data.depth ?? 0) : 0);
}

/** What was saved by the page before: our own origin's storage, but others write there, too. */
function restore(value: unknown, sessionId: string) {
  const { sessionId: owner, ...saved } = (value ?? {}) as Partial<Record<string, unknown>>;
  const { memory, spent, extras } = owner === sessionId ? saved : {};
  const counts = Object.entries(Object(spent) as object).filter(([, count]) => Number.isFinite(count));
  return {
    memory: restoreMemory(memory),
    spent: Object.fromEntries(counts) as Partial<Record<SpentLimit, number>>,
    savedExtras: extras,
  };
}
