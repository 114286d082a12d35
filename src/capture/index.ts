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
 * Which tracker observes which kind of record: the boot starts those that the rules need. The DOM has no entry; its
 * recorder (`dom/startRecorder.ts`) is a chunk of its own.
 */
export const TRACKERS: Partial<Record<RecordKind, Tracker>> = {
  input: trackInput,
  pointer: trackPointer,
  scroll: trackScroll,
  navigation: trackNavigation,
  network: trackNetwork,
  console: trackConsole,
  error: trackErrors,
  page: trackPage,
};
