import { connectionOf } from '../../browser/connection.ts';
import { stopAll } from '../../tools/stop.ts';
import type { RecordData } from '../../wire/record.ts';
import { createDelay, observe } from '../observe.ts';
import type { Tracker } from '../tracker.ts';
import {
  describeConnection,
  describeDevice,
  describeLanguage,
  describeOrientation,
  describeZoom,
  timeZoneOf,
} from './device.ts';

type PageData = RecordData<'page'>;

const INTERVAL_MS = 250;
/** Browsers measure all the time; what changes within it is one change. */
const CONNECTION_INTERVAL_MS = 2_000;

/**
 * What there is to say of a page besides its life, which `trackPage` follows: the device, once; link, language, orientation
 * and magnification as they change; printing; and that the browser had thrown the page away before.
 */
export const track: Tracker = (emit, scope) => {
  const { window } = scope;
  const say = (type: PageData['type'], facts: Omit<PageData, 'type'> = {}) => {
    emit({ kind: 'page', at: scope.now(), data: { type, ...facts } });
  };
  const connection = () => ({ connection: describeConnection(window) });
  const sayDevice = () => {
    const timeZone = timeZoneOf(window);
    const facts = { ...describeLanguage(window), ...describeOrientation(window), ...describeZoom(window), timeZone };
    say('device', { ...facts, ...connection(), device: describeDevice(window) });
  };
  if ((window.document as { wasDiscarded?: boolean }).wasDiscarded === true) say('discarded');
  scope.guard(sayDevice)();

  const onZoom = createChange(
    () => describeZoom(window),
    (facts) => say('zoom', facts),
  );
  const onLink = createChange(connection, (facts) => say('connection', facts));
  const onRatio = createChange(() => window.devicePixelRatio, sayDevice);
  const zoomDelay = createDelay(scope, INTERVAL_MS, onZoom);
  const linkDelay = createDelay(scope, CONNECTION_INTERVAL_MS, onLink);
  const { visualViewport, screen } = window;
  const link = connectionOf(window.navigator);
  const { orientation } = screen as { orientation?: ScreenOrientation };
  return stopAll([
    zoomDelay,
    linkDelay,
    observe(scope, window, ['languagechange'], () => say('language', describeLanguage(window))),
    observe(scope, window, ['beforeprint'], () => say('print')),
    observe(scope, window, ['resize'], onRatio),
    ...(visualViewport ? [observe(scope, visualViewport, ['resize', 'scroll'], zoomDelay.begin)] : []),
    ...(link ? [observe(scope, link, ['change'], linkDelay.begin)] : []),
    ...(orientation
      ? [observe(scope, orientation, ['change'], () => say('orientation', describeOrientation(window)))]
      : []),
  ]);
};

/** Says a fact only where it differs from what was known before. */
function createChange<T>(read: () => T, say: (fact: T) => void): () => void {
  let known = JSON.stringify(read());
  return () => {
    const fact = read();
    const text = JSON.stringify(fact);
    if (text === known) return;
    known = text;
    say(fact);
  };
}
