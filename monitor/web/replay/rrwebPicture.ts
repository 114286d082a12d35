import { Replayer } from '@rrweb/replay';
import '@rrweb/replay/dist/style.css';
import { disarmEvent } from '../model/disarm.ts';
import { RRWEB, type ReplayEvent } from '../model/pageStream.ts';
import { createCanvasLayer } from './canvasLayer.ts';
import { endAnimations } from './endAnimations.ts';

/** The recorded picture of one document, drawn by rrweb into a frame without scripts. */
export interface Picture {
  /** Both take a corrected time. */
  playFrom(at: number): void;
  showAt(at: number): void;
  rest(): void;
  setSpeed(speed: number): void;
  /** Corrected time that the picture shows now. */
  getAt(): number;
  /** Takes in events that came after those it was made with. False where they don't continue them: make a new picture. */
  take(events: readonly ReplayEvent[]): boolean;
  stop(): void;
}

export interface PictureDeps {
  root: HTMLElement;
  /** Starts at a checkpoint; at least two. */
  events: readonly ReplayEvent[];
  /** Lets the recorded page load images, fonts and styles from where it had them. Otherwise only the console's origin. */
  loadsRemote: boolean;
  /** Has the document load what the monitor keeps of its files. */
  dress(event: ReplayEvent): ReplayEvent;
  onSize(size: { width: number; height: number }): void;
}

const OWN = "'self' data: blob:";
/** Nothing that the recorded page names is fetched from elsewhere, so that nobody sees who looks at it. */
const POLICY = `default-src 'none'; img-src ${OWN}; style-src 'unsafe-inline' ${OWN}; font-src ${OWN}; media-src ${OWN}; form-action 'none'; base-uri 'none'`;

/** Edges what the agent always masks, so that asterisks are not taken for what the user typed. */
const UNMASKED_TYPES = ['checkbox', 'radio', 'button', 'submit', 'reset', 'image', 'range', 'color', 'file'];
const MASKED = `input${UNMASKED_TYPES.map((type) => `:not([type="${type}"])`).join('')}, textarea`;
const MASKED_STYLE = `${MASKED} { outline: 1px dashed #f08c00 !important; outline-offset: 1px; }`;

/** @throws {Error} where the frame would let recorded scripts run; nothing has been drawn into it then */
function createReplayer({ root, events, dress }: PictureDeps): Replayer {
  const replayer = new Replayer(
    events.map((event) => toRrweb(dress(event))),
    {
      root,
      mouseTail: false,
      showWarning: false,
      triggerFocus: false,
      UNSAFE_replayCanvas: false,
      insertStyleRules: [MASKED_STYLE],
    },
  );
  const { sandbox } = replayer.iframe;
  if (!sandbox.contains('allow-scripts') && replayer.iframe.hasAttribute('sandbox')) return replayer;
  replayer.destroy();
  throw new Error('The replay was refused: its frame would run recorded scripts.');
}

/** @throws {Error} where the frame would let recorded scripts run */
export function mountPicture(deps: PictureDeps): Picture {
  const { events, loadsRemote, onSize, dress } = deps;
  const replayer = createReplayer(deps);
  const { iframe } = replayer;
  iframe.title = 'Recorded page';
  iframe.tabIndex = -1;
  if (!loadsRemote) confine(iframe);
  replayer.on('resize', (size) => {
    if (isSize(size)) onSize(size);
  });

  const originAt = events[0]?.timestamp ?? 0;
  const drawnFromAt = events.find((event) => event.type === RRWEB.fullSnapshot)?.timestamp ?? originAt;
  // rrweb draws what lies before an offset; at 0 there would be nothing.
  const toOffset = (at: number): number => Math.max(at, drawnFromAt + 1) - originAt;
  const getAt = (): number => originAt + replayer.getCurrentTime();
  const canvases = createCanvasLayer({ frame: iframe, nodeOf: (id) => replayer.getMirror().getNode(id), getAt });
  canvases.setEvents(events);
  replayer.on('event-cast', canvases.follow);
  const settle = (): void => {
    if (iframe.contentDocument) endAnimations(iframe.contentDocument);
    canvases.draw();
  };
  let known = events;
  return {
    playFrom(at) {
      replayer.play(toOffset(at));
      settle();
    },
    showAt(at) {
      replayer.pause(toOffset(at));
      settle();
    },
    rest() {
      replayer.pause();
    },
    setSpeed(speed) {
      replayer.setConfig({ speed });
    },
    getAt,
    take(next) {
      if (!isContinued(known, next)) return false;
      for (const event of next.slice(known.length)) replayer.addEvent(toRrweb(dress(event)));
      known = next;
      canvases.setEvents(next);
      return true;
    },
    stop() {
      canvases.stop();
      replayer.destroy();
    },
  };
}

/** A policy outlives the element that brought it, and the document stays the same when rrweb writes into it. */
function confine(iframe: HTMLIFrameElement): void {
  const head = iframe.contentDocument?.head;
  const meta = iframe.contentDocument?.createElement('meta');
  if (!head || !meta) return;
  meta.httpEquiv = 'Content-Security-Policy';
  meta.content = POLICY;
  head.append(meta);
}

type RrwebEvent = ConstructorParameters<typeof Replayer>[0][number];

/** rrweb checks types and sources itself and ignores what it does not know. */
function toRrweb(event: ReplayEvent): RrwebEvent {
  return disarmEvent(event) as RrwebEvent;
}

function isSize(value: unknown): value is { width: number; height: number } {
  return (
    typeof value === 'object' &&
    value !== null &&
    'width' in value &&
    typeof value.width === 'number' &&
    'height' in value &&
    typeof value.height === 'number'
  );
}

function isContinued(known: readonly ReplayEvent[], next: readonly ReplayEvent[]): boolean {
  const isAlike = (index: number): boolean => known[index]?.timestamp === next[index]?.timestamp;
  return next.length >= known.length && isAlike(0) && isAlike(known.length - 1);
}
