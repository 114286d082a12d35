import { stopAll } from '../../tools/stop.ts';
import type { Tracker } from '../tracker.ts';
import { trackValidation } from './trackValidation.ts';
import { trackVisits } from './trackVisits.ts';

/** What is known of fields beyond their events: each stay in one as a whole, and what the page says of what was typed. */
export const track: Tracker = (emit, scope) => stopAll([trackVisits(emit, scope), trackValidation(emit, scope)]);
