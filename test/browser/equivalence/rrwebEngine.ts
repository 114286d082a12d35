import { startRecorder } from '../../../src/capture/rrweb/index.ts';
import type { Engine } from './engine.ts';
import { isWithinLimits } from './knownLimits.ts';

/** rrweb's own recorder: it tells at the end of each task. What it is known not to do is left out. */
export const rrwebEngine: Engine = {
  name: 'rrweb',
  start: (emit, scope) => ({ recorder: startRecorder(emit, scope), flush: () => undefined, slice: () => undefined }),
  canDo: isWithinLimits,
  blind: { isSelectBlind: true, isScrollBlind: true },
  isNoisy: true,
};
