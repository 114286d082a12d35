import type { Natives } from '../browser/natives.ts';
import type { PageStorage } from '../browser/storage.ts';
import type { Clock } from '../session/clock.ts';
import { endStored } from '../session/stored.ts';
import type { Stoppable } from '../tools/stop.ts';
import type { Assets } from './assets.ts';
import type { HostCall, Publish } from './face.ts';
import type { Guard } from './guard.ts';
import type { ParsedOptions } from './options.ts';
import type { Standing } from './standing.ts';
import { createPatientLoad } from './patientLoad.ts';
import type { Visit } from './visitScope.ts';
import type { VisitsScope } from './visits.ts';

export interface RunScope {
  window: Window & typeof globalThis;
  assets: Assets;
  options: ParsedOptions;
  natives: Natives;
  storage: PageStorage;
  tabStorage: PageStorage;
  clock: Clock;
  guard: Guard;
  note(reason: string): void;
  halt(reason: string): void;
  restart(): void;
  /** In the browser's timeline: where what may be captured begins. */
  sinceMs: number;
  /** Calls that came before the agent; emptied when it begins. */
  early: HostCall[];
  /** What the host has said that holds for every visit. */
  standing: Standing;
  publish: Publish;
  showPhase(): void;
}

/** From `init` to `stop`. Its visits are code that is loaded first. */
export interface Run extends Stoppable {
  visit(): Visit | undefined;
  /** As `stop`, but nothing of what has not been sent is kept. */
  discard(): void;
  /** Sends the session's last summary, as far as it gets through; the next `init` begins a new session. */
  end(): Promise<void>;
}

export function startRun(scope: RunScope): Run {
  const { clock, storage } = scope;
  const patientLoad: VisitsScope['patientLoad'] = (load) =>
    createPatientLoad({ load, note: scope.note, setTimeout: scope.natives.setTimeout });
  const code = patientLoad(scope.assets.loadVisit);
  let visits: Run | undefined;
  let isStopped = false;
  const stop = () => {
    isStopped = true;
    code.stop();
  };
  void whenShown(scope.window.document).then(async () => {
    const openedAt = clock.now();
    const { startVisits } = await code.get();
    if (!isStopped) visits = startVisits({ ...scope, patientLoad, openedAt });
  });
  return {
    visit: () => visits?.visit(),
    discard() {
      stop();
      visits?.discard();
    },
    async end() {
      if (visits) await visits.end();
      else endStored(storage);
    },
    stop() {
      stop();
      visits?.stop();
    },
  };
}

/** A prerendered page may never be seen: nothing starts before it is. */
function whenShown(document: Document): Promise<void> {
  if (!(document as { prerendering?: boolean }).prerendering) return Promise.resolve();
  return new Promise((resolve) => {
    document.addEventListener(
      'prerenderingchange',
      () => {
        resolve();
      },
      { once: true },
    );
  });
}
