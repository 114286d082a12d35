import type { WorkerApi, WorkerStatus } from '../src/wire/index.ts';
import { startEngine, type Engine } from './engine.ts';
import { StoreEndedError } from './ring/ringStore.ts';
import type { WorkerScope } from './scope.ts';

/** Before `start` there is nothing to ask; after a wipe every method does nothing, whatever is still on its way. */
type State = { name: 'idle' } | { name: 'running'; engine: Engine } | { name: 'wiped'; reason: string };

/** The worker's one face. What it does after `start` is the engine's business. */
export function createApi(scope: WorkerScope): WorkerApi {
  const holder: { state: State } = { state: { name: 'idle' } };

  const end = (next: State): void => {
    if (holder.state.name === 'running') holder.state.engine.stop();
    holder.state = next;
  };
  return {
    ...createVerbs(holder),
    async start(options) {
      end({ name: 'idle' });
      const engine = await startEngine(scope, options, () => {
        end({ name: 'wiped', reason: 'wiped: another tab has deleted what is stored' });
      });
      if (holder.state.name === 'wiped') await engine.wipe();
      else holder.state = { name: 'running', engine };
      return engine.started;
    },
    async wipe() {
      const { state } = holder;
      end({ name: 'wiped', reason: 'wiped' });
      if (state.name === 'running') await state.engine.wipe();
    },
  };
}

function createVerbs(holder: { readonly state: State }): Omit<WorkerApi, 'start' | 'wipe'> {
  /** `afterwards` is the answer once all is wiped. */
  const verb =
    <A extends unknown[], R>(
      ask: (engine: Engine) => (...args: A) => Promise<R>,
      afterwards: (...args: NoInfer<A>) => NoInfer<R>,
    ) =>
    async (...args: A): Promise<R> => {
      const { state } = holder;
      if (state.name === 'idle') throw new Error('the worker has not been started');
      if (state.name === 'wiped') return afterwards(...args);
      try {
        return await ask(state.engine)(...args);
      } catch (error) {
        if (error instanceof StoreEndedError) return afterwards(...args);
        throw error;
      }
    };
  const nothing = (): void => undefined;
  const unsent = () => ({ segmentCount: 0, isComplete: false });
  const none = () => ({ count: 0 });
  const no = () => false;
  const noneHeard = () => [];
  return {
    configure: verb(({ configure }) => configure, nothing),
    append: verb(
      ({ append }) => append,
      ({ number }) => ({ durableBatch: number }),
    ),
    appendImage: verb(
      ({ appendImage }) => appendImage,
      ({ bitmap }) => {
        bitmap.close();
        return { changedTileCount: 0 };
      },
    ),
    keepAssets: verb(({ keepAssets }) => keepAssets, nothing),
    send: verb(({ send }) => send, unsent),
    sendImage: verb(
      ({ sendImage }) => sendImage,
      () => ({}),
    ),
    stopLive: verb(({ stopLive }) => stopLive, nothing),
    hold: verb(({ hold }) => hold, none),
    drop: verb(({ drop }) => drop, none),
    claim: verb(({ claim }) => claim, no),
    answers: verb(({ answers }) => answers, noneHeard),
    acknowledge: verb(({ acknowledge }) => acknowledge, nothing),
    report: verb(({ report }) => report, nothing),
    status: verb(
      ({ status }) => status,
      () => emptyStatus(holder.state),
    ),
    flush: verb(({ flush }) => flush, nothing),
    end: verb((engine) => engine.end, nothing),
    suspend: verb(({ suspend }) => suspend, nothing),
    resume: verb(({ resume }) => resume, nothing),
  };
}

function emptyStatus(state: State): WorkerStatus {
  return {
    storage: 'memory',
    reasons: state.name === 'wiped' ? [state.reason] : [],
    ring: { bytes: 0, segmentCount: 0, isShort: false },
    counts: {},
    outbox: { segmentCount: 0, failureCount: 0, rejectedCount: 0, confirmedCount: 0, givenUpCount: 0 },
    link: { action: 'send', causes: [] },
    holds: [],
    sentBytes: 0,
  };
}
