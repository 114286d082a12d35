import type { WorkerApi, WorkerStatus } from '../src/wire/index.ts';
import { startEngine, type Engine } from './engine.ts';
import { StoreEndedError } from './ring/ringStore.ts';
import type { WorkerScope } from './scope.ts';

/** Before `start` there is nothing to ask; after a wipe every method does nothing, whatever is still on its way. */
type State = { name: 'idle' } | { name: 'running'; engine: Engine } | { name: 'wiped'; reason: string };

/** The worker's one face. What it does after `start` is the engine's business. */
export function createApi(scope: WorkerScope): WorkerApi {
  let state: State = { name: 'idle' };

  const end = (reason: string): void => {
    if (state.name === 'running') state.engine.stop();
    state = { name: 'wiped', reason };
  };
  /** `afterwards` is the answer once all is wiped. */
  const ask = async <R>(call: (engine: Engine) => Promise<R>, afterwards: () => R): Promise<R> => {
    if (state.name === 'idle') throw new Error('the worker has not been started');
    if (state.name === 'wiped') return afterwards();
    try {
      return await call(state.engine);
    } catch (error) {
      if (error instanceof StoreEndedError) return afterwards();
      throw error;
    }
  };
  const isWiped = (): boolean => state.name === 'wiped';
  const nothing = (): void => undefined;
  return {
    async start(options) {
      if (state.name === 'running') state.engine.stop();
      state = { name: 'idle' };
      const engine = await startEngine(scope, options, () => {
        end('wiped: another tab has deleted what is stored');
      });
      if (isWiped()) await engine.wipe();
      else state = { name: 'running', engine };
      return engine.started;
    },
    configure: (options) => ask((engine) => engine.configure(options), nothing),
    append: (batch) =>
      ask(
        (engine) => engine.append(batch),
        () => ({ durableBatch: batch.number }),
      ),
    appendImage: (image) =>
      ask(
        (engine) => engine.appendImage(image),
        () => {
          image.bitmap.close();
          return { changedTileCount: 0 };
        },
      ),
    send: (order) =>
      ask(
        (engine) => engine.send(order),
        () => ({ segmentCount: 0, isComplete: false }),
      ),
    stopLive: (instructionId) => ask((engine) => engine.stopLive(instructionId), nothing),
    hold: (order) =>
      ask(
        (engine) => engine.hold(order),
        () => ({ count: 0 }),
      ),
    drop: (order) =>
      ask(
        (engine) => engine.drop(order),
        () => ({ count: 0 }),
      ),
    claim: (instructionId, expiresAt) =>
      ask(
        (engine) => engine.claim(instructionId, expiresAt),
        () => false,
      ),
    acknowledge: (acknowledgements) => ask((engine) => engine.acknowledge(acknowledgements), nothing),
    report: (facts) => ask((engine) => engine.report(facts), nothing),
    status: () =>
      ask(
        (engine) => engine.status(),
        () => emptyStatus(state),
      ),
    flush: () => ask((engine) => engine.flush(), nothing),
    end: () => ask((engine) => engine.end(), nothing),
    suspend: () => ask((engine) => engine.suspend(), nothing),
    resume: () => ask((engine) => engine.resume(), nothing),
    async wipe() {
      const { engine } = state.name === 'running' ? state : {};
      end('wiped');
      await engine?.wipe();
    },
  };
}

function emptyStatus(state: State): WorkerStatus {
  return {
    storage: 'memory',
    reasons: state.name === 'wiped' ? [state.reason] : [],
    ring: { bytes: 0, segmentCount: 0, isShort: false },
    counts: {},
    outbox: { segmentCount: 0, failureCount: 0, rejectedCount: 0, confirmedCount: 0 },
  };
}
