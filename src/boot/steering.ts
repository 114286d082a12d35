import type { Capture, CaptureDetails, PublishedRuleSet, RecordKind, RuleSet, ScreenRule } from '../wire/index.ts';
import { CEILINGS } from '../wire/ceilings.ts';
import { activeCapture } from '../rules/active.ts';
import { joinDetails } from '../rules/details.ts';
import { kindsOf, observedKinds } from '../rules/kinds.ts';
import type { RuleMemory, Visit } from '../rules/memory.ts';
import type { Effects } from '../rules/run.ts';
import type { PageStorage } from '../browser/storage.ts';
import type { createExtras, ExtraCapture, Extras, Mute } from './extras.ts';
import { CAPTURING } from './goingOn.ts';
import type { PatientLoad } from './patientLoad.ts';
import type { RuleCode } from './ruleCode.ts';
import type { RuleSide } from './rules/ruleSide.ts';
import type { SurroundingsScope } from './rules/surroundings.ts';

export type { ExtraCapture, Mute } from './extras.ts';

export interface Followed {
  keep: boolean;
  /** It is forwarded at once … */
  isLive: boolean;
  /** … with what was captured from then on. */
  pastFromAt?: number;
  /** Other trackers may be needed. */
  isMoved: boolean;
  /** What the rules want besides. */
  effects?: Effects | undefined;
  /** How many instructions led to that. */
  depth: number;
}

/** Applies the rule set to what is captured: what is kept, which states are entered, what has to happen. */
export interface Steering {
  adopt(published: PublishedRuleSet, code?: RuleCode): void;
  follow(capture: Capture): Followed;
  /** What time alone brings about. */
  advance(at: number): Followed;
  /** When `advance` is wanted next; infinity where it is not. */
  dueAt(now: number): number;
  /** Captures more than the rules say, for a while. Resolves when it does, and the others too: their code may have to come. */
  extend(extra: ExtraCapture): Promise<void>;
  /** Captures less, for a while. */
  mute(mute: Mute): Promise<void>;
  /** Ends what instructions added, of these kinds or all. */
  stopExtras(kinds?: RecordKind[]): Promise<void>;
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
  /** Selectors that states are about, each with whether its state is entered. */
  elements(): { selector: string; isShown: boolean }[];
  firedTriggers(): string[];
  /** Those that session and page are in. */
  audiences(): string[];
  drillDepth(): number;
  save(): void;
}

export type SpentLimit = 'instructionCount' | 'imageCount';

export interface SteeringScope extends SurroundingsScope {
  /** Of the tab: the memory of states and triggers survives a reload, and belongs to one session. */
  storage: PageStorage;
  extras: PatientLoad<{ createExtras: typeof createExtras }>;
  /** More or less is to be captured than before. */
  onChange(): void;
}

const NAME = 'memory';
/** Records that follow one another faster share their past. */
const PAST_EVERY_MS = 5_000;
const NOBODY: ReadonlySet<string> = new Set();

/** What it knows of the course of things. */
interface Course {
  scope: SteeringScope;
  rules: RuleSet;
  /** Where the rules are more than captures, and their code is there. */
  side?: RuleSide | undefined;
  extras?: Extras;
  /** What the page before has left. */
  saved: { memory: unknown; extras: unknown; spent: Partial<Record<SpentLimit, number>> };
  /** What the capture rules that apply say together, and for which states and audiences that was worked out. */
  base: ReadonlySet<RecordKind>;
  details: CaptureDetails;
  states: RuleMemory['states'];
  audiences: ReadonlySet<string>;
  lastLiveAt: number;
}

export function createSteering(scope: SteeringScope, { rules }: PublishedRuleSet, code?: RuleCode): Steering {
  const { storage, sessionId } = scope;
  const course: Course = {
    ...{ scope, rules, saved: restore(storage.get(NAME), sessionId), lastLiveAt: -Infinity },
    ...{ base: new Set(), details: {}, states: {}, audiences: NOBODY },
  };
  const begin = ({ rules: module, patterns }: RuleCode) => {
    course.side = module.createRuleSide(scope, course.rules, { patterns, saved: course.saved.memory });
  };
  if (code) begin(code);
  derive(course);
  if (course.saved.extras !== undefined) void changeExtras(course, () => undefined);
  return {
    ...createViews(course),
    adopt({ rules: next }, nextCode) {
      course.rules = next;
      if (course.side) course.side.adopt(next, nextCode?.patterns);
      else if (nextCode) begin(nextCode);
      derive(course);
    },
    follow: (capture) => follow(course, capture),
    advance(at) {
      const effects = course.side?.advance(at);
      const isMoved = settle(course, effects) || !!course.extras;
      if (course.extras) derive(course);
      return { effects, isMoved, keep: false, isLive: false, depth: 0 };
    },
    dueAt: (at) => Math.min(course.side?.dueAt(at) ?? Infinity, course.extras?.changesAt(at) ?? Infinity),
    extend: (extra) => changeExtras(course, (extras) => extras.extend(extra)),
    mute: (mute) => changeExtras(course, (extras) => extras.mute(mute)),
    stopExtras: (kinds) => changeExtras(course, (extras) => extras.stop(kinds)),
    takePeriod: (rule, at) => course.side?.takePeriod(rule, at) === true,
    spend(limit, count = 1) {
      const { spent } = course.saved;
      const sum = (spent[limit] ?? 0) + count;
      if (sum > Math.min(course.rules.limits[limit], CEILINGS[limit])) return false;
      spent[limit] = sum;
      return true;
    },
    save() {
      const { side, extras, saved } = course;
      const memory = side?.save() ?? saved.memory;
      if (extras) storage.set(CAPTURING, extras.untilAt());
      storage.set(NAME, { sessionId, memory, spent: saved.spent, extras: extras?.save() ?? saved.extras });
    },
  };
}

type Views = 'neededKinds' | 'keptKinds' | 'details' | 'periods' | 'states' | 'visit' | 'elements';
function createViews(course: Course): Pick<Steering, Views | 'audiences' | 'firedTriggers' | 'drillDepth'> {
  const memory = () => course.side?.memory();
  return {
    neededKinds: (at) => new Set([...keptKinds(course, at), ...observedKinds(course.rules)]),
    keptKinds: (at) => keptKinds(course, at),
    details: () => course.details,
    periods: () => course.side?.periods() ?? [],
    states: () => Object.keys(memory()?.states ?? {}),
    visit: (state) => new Map(Object.entries(memory()?.visits ?? {})).get(state),
    elements: () =>
      course.rules.states.flatMap(({ id, element: selector }) =>
        selector === undefined ? [] : [{ selector, isShown: Object.hasOwn(memory()?.states ?? {}, id) }],
      ),
    audiences: () => [...course.audiences],
    firedTriggers: () => {
      const known = new Map(Object.entries(memory()?.triggers ?? {}));
      const fired = course.rules.triggers.filter(({ id, limits }) => !limits.dryRun && known.get(id)?.firedCount);
      return fired.map(({ id }) => id);
    },
    drillDepth: () => Math.min(course.rules.limits.drillDepth, CEILINGS.drillDepth),
  };
}

function derive(course: Course): void {
  const { rules, scope, side, extras } = course;
  course.states = side?.memory().states ?? {};
  course.audiences = side?.audiences() ?? NOBODY;
  const { audiences } = course;
  const active = activeCapture(rules, Object.keys(course.states), { sessionId: scope.sessionId, audiences });
  course.base = kindsOf(rules, active);
  course.details = joinDetails([...active, ...(extras?.details(scope.clock.now()) ?? [])]);
}

function keptKinds({ extras, base }: Course, at: number): ReadonlySet<RecordKind> {
  return extras?.kinds(base, at) ?? base;
}

async function changeExtras(course: Course, call: (extras: Extras) => void): Promise<void> {
  const { extras: code, clock, onChange } = course.scope;
  const { createExtras } = await code.get();
  course.extras ??= createExtras(clock.now, course.saved.extras);
  call(course.extras);
  derive(course);
  onChange();
}

/** True where other things are to be captured now. */
function settle(course: Course, effects: Effects | undefined): boolean {
  const { side, extras, states, audiences } = course;
  if (!side || !effects) return false;
  const isEnded = extras?.endAt(effects.entered) === true;
  const isMoved = isEnded || effects.memory.states !== states || side.audiences() !== audiences;
  if (isMoved) derive(course);
  return isMoved;
}

function follow(course: Course, capture: Capture): Followed {
  const { at, kind } = capture;
  const effects = course.side?.follow(capture);
  const isMoved = settle(course, effects);
  const { mode = 'onRequest', lastMs = 0 } = effects?.forward ?? {};
  const { extras, base, lastLiveAt } = course;
  const keep = mode !== 'never' && keptKinds(course, at).has(kind);
  const depth = depthOf(capture) ?? (base.has(kind) ? 0 : 1 + (extras?.depthOf(kind, at) ?? -1));
  const isSpent = extras?.spend(capture, keep) === true;
  if (isSpent) derive(course);
  const isLive = keep && mode === 'live';
  const followed = { effects, keep, isLive, depth, isMoved: isMoved || isSpent };
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
  return { memory, extras, spent: Object.fromEntries(counts) as Partial<Record<SpentLimit, number>> };
}
