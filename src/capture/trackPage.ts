import { stopAll } from '../tools/stop.ts';
import type { RecordData } from '../wire/record.ts';
import { createDelay, observe } from './observe.ts';
import type { Tracker } from './tracker.ts';

const RESIZE_INTERVAL_MS = 250;

/**
 * The life of the page: shown, hidden, left, come back to, resized, with and without a network, frozen by the browser. What
 * there is to say of the device is a chunk of its own (`pageFacts`).
 */
export const trackPage: Tracker = (emit, scope) => {
  const { window } = scope;
  const say = (type: RecordData<'page'>['type'], size = {}) => {
    emit({ kind: 'page', at: scope.now(), data: { type, ...size } });
  };
  const sayWithSize = (type: RecordData<'page'>['type']) => {
    say(type, { width: window.innerWidth, height: window.innerHeight });
  };
  scope.guard(sayWithSize)('start');
  const delay = createDelay(scope, RESIZE_INTERVAL_MS, () => sayWithSize('resize'));
  return stopAll([
    delay,
    observe(scope, window.document, ['visibilitychange'], () => {
      say(window.document.visibilityState === 'hidden' ? 'hidden' : 'visible');
    }),
    observe(scope, window, ['pagehide'], () => say('leave')),
    observe(scope, window, ['pageshow'], (event) => {
      if ('persisted' in event && event.persisted === true) say('return');
    }),
    observe(scope, window, ['resize'], ({ target }) => {
      if (target === window) delay.begin();
    }),
    observe(scope, window, ['online', 'offline'], ({ type }) => say(type === 'online' ? 'online' : 'offline')),
    observe(scope, window.document, ['freeze', 'resume'], ({ type }) => say(type === 'freeze' ? 'freeze' : 'resume')),
  ]);
};
