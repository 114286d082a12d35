import { stopAll } from '../tools/stop.ts';
import { trackBeacon } from './network/trackBeacon.ts';
import { trackFetch } from './network/trackFetch.ts';
import { trackXhr } from './network/trackXhr.ts';
import type { Tracker } from './tracker.ts';

/** What the page asks of servers: where, how long, with what outcome; never what was said. */
export const trackNetwork: Tracker = (emit, scope) =>
  stopAll([trackFetch(emit, scope), trackXhr(emit, scope), trackBeacon(emit, scope)]);
