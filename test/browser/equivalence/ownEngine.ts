import { createRecorder } from '../../../src/capture/recorder/createRecorder.ts';
import { openSubject } from '../../../src/capture/recorder/openSubject.ts';
import type { Engine } from './engine.ts';

/** Nobody takes it back here, however much it costs. */
const METER = { noteChanges: () => undefined, noteWork: () => undefined };

/** The project's own recorder. */
export const ownEngine: Engine = {
  name: 'own',
  start(emit, scope) {
    const recorder = createRecorder(emit, scope, { openSubject, meter: METER });
    return { recorder, flush: recorder.flush, slice: recorder.slice };
  },
  canDo: () => true,
  blind: { isSelectBlind: false, isScrollBlind: false },
  isNoisy: false,
};
