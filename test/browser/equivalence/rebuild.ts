import { Replayer } from '@rrweb/replay';

/** One of rrweb's events, as it is after the way over the wire. */
export interface PlayedEvent {
  type: number;
  timestamp: number;
  data?: unknown;
}

/** rrweb's own replayer, which plays what it is given at once. */
export interface Rebuild {
  take(events: readonly PlayedEvent[]): Promise<void>;
  document(): Document | null;
  /** What it could not make sense of. */
  warnings: string[];
  stop(): void;
}

type RrwebEvent = ConstructorParameters<typeof Replayer>[0][number];
const toRrweb = (event: PlayedEvent): RrwebEvent => structuredClone(event) as RrwebEvent;

/** Every event comes before this moment, so that the replayer applies it without waiting. */
const END_OF_TIME = 8.64e15;

function createReplayer(root: HTMLElement, events: RrwebEvent[], config: object, warnings: string[]): Replayer {
  const note = (...said: unknown[]) => {
    warnings.push(said.map((part) => (typeof part === 'string' ? part : JSON.stringify(part))).join(' '));
  };
  const logger = { ...console, warn: note, log: note };
  return new Replayer(events, { root, logger, mouseTail: false, triggerFocus: false, ...config });
}

/** As in a picture that is played: each change is made to the document itself. */
export function startRebuild(root: HTMLElement): Rebuild {
  const warnings: string[] = [];
  const replayer = createReplayer(root, [], { liveMode: true, useVirtualDom: false }, warnings);
  replayer.startLive(END_OF_TIME);
  return {
    warnings,
    async take(events) {
      for (const event of events) replayer.addEvent(toRrweb(event));
      // The replayer takes each in a microtask of its own.
      await Promise.resolve();
    },
    document: () => replayer.iframe.contentDocument,
    stop: () => replayer.destroy(),
  };
}

/** As after a jump: all changes are made to a model of the document, and then at once to what is shown. */
export function startSeek(root: HTMLElement, events: readonly PlayedEvent[]): Rebuild {
  const warnings: string[] = [];
  const replayer = createReplayer(root, events.map(toRrweb), {}, warnings);
  const { totalTime } = replayer.getMetaData();
  replayer.pause(totalTime + 1);
  return {
    warnings,
    take: () => Promise.reject(new Error('a jump has one aim')),
    document: () => replayer.iframe.contentDocument,
    stop: () => replayer.destroy(),
  };
}

/** The two ways in which a recording is shown. */
export const REPLAYS = { startRebuild, startSeek } as const;
export type Replays = typeof REPLAYS;
