import type { RecordKind } from '../wire/recordKinds.ts';
import { trackConsole } from './trackConsole.ts';
import { trackErrors } from './trackErrors.ts';
import { trackInput } from './trackInput.ts';
import { trackNavigation } from './trackNavigation.ts';
import { trackNetwork } from './trackNetwork.ts';
import { trackPage } from './trackPage.ts';
import { trackPointer } from './trackPointer.ts';
import { trackScroll } from './trackScroll.ts';
import type { Tracker } from './tracker.ts';

/**
 * Which tracker observes which kind of record: the boot starts those that the rules need, one after the other. First comes
 * what others stand behind: where the page is, what fails, that it has begun. The DOM has no entry; its recorder
 * (`recorder/`) is a chunk of its own.
 */
export const TRACKERS: Partial<Record<RecordKind, Tracker>> = {
  navigation: trackNavigation,
  error: trackErrors,
  page: trackPage,
  pointer: trackPointer,
  network: trackNetwork,
  input: trackInput,
  scroll: trackScroll,
  console: trackConsole,
};
