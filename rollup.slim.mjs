import { COMLINK } from './rollup.slimComlink.mjs';
import { RECORDER_OPTIONS } from './rollup.slimRecorderOptions.mjs';
import { IDB, KY, KY_CONSTANTS, KY_INDEX } from './rollup.slimWorker.mjs';
import { RECORDER, RECORDER_HEAD } from './rollup.slimRecorder.mjs';

import { RASTERISER } from './rollup.rasteriser.mjs';

/**
 * Cuts off what libraries carry and we never use, because bytes on the page count, and what would leave traces in the host's
 * page.
 *
 * - The recorder: canvas capture, frames of other origins, fonts, hooks, plugins, enumerations that tell names by numbers,
 *   its virtual DOM, its polyfills of the host's prototypes, its lines on the host's console. It listens to frames once, not
 *   once per checkpoint, and no longer than it runs; it lets go of frames and shadow roots that have gone.
 * - Comlink: everything but calls and errors, so that each of its two sides carries its own half only.
 * - Ky and idb: what stands in rollup.slimWorker.mjs.
 * - The web vitals: listeners and observers that would go on after the end.
 * - The rasteriser: what stands in rollup.rasteriser.mjs.
 *
 * Each cut is one place in the pinned version's text; the minifier drops what nobody calls any more. A place that isn't found
 * exactly as often as expected stops the build, so that a new version can't slip through half cut.
 */
/** Listeners and observers of the web vitals end with the signal in their options: the library has no end of its own. */
const VITALS_END = `let vitalsEnd, watchedEnd;
const addEventListener = (type, callback, options) =>
  globalThis.addEventListener(type, callback, {
    ...(options === true ? { capture: true } : options),
    signal: vitalsEnd,
  });
const PerformanceObserver = class extends globalThis.PerformanceObserver {
  observe(options) {
    if (vitalsEnd.aborted) return;
    super.observe(options);
    vitalsEnd.addEventListener('abort', () => this.disconnect(), { once: true });
  }
};
`;
const VITALS = [
  { what: 'end', count: 5, find: /=\(t,([so])=\{\}\)=>\{/g, put: '$&vitalsEnd=$1.signal??vitalsEnd;' },
  {
    what: 'watching again',
    count: 1,
    find: /if\(t&&\(r=1\/0\),r<0\)\{/g,
    put: 'if(t&&(r=1/0),r<0||watchedEnd!==vitalsEnd){watchedEnd=vitalsEnd;c.clear();',
  },
];

export function slim() {
  return {
    name: 'slim',
    transform(code, id) {
      if (id.includes('/@rrweb/record/'))
        return { code: [...RECORDER, ...RECORDER_OPTIONS].reduce(cut, RECORDER_HEAD + code), map: null };
      if (id.endsWith('/ky/distribution/index.js')) return { code: KY_INDEX.reduce(cut, code), map: null };
      if (id.endsWith('/ky/distribution/core/constants.js')) return { code: KY_CONSTANTS.reduce(cut, code), map: null };
      if (id.endsWith('/ky/distribution/core/Ky.js')) return { code: KY.reduce(cut, code), map: null };
      if (id.endsWith('/idb/build/index.js')) return { code: IDB.reduce(cut, code), map: null };
      if (id.includes('/comlink/')) return { code: COMLINK.reduce(cut, code), map: null };
      if (id.includes('/html2canvas/')) return { code: RASTERISER.reduce(cut, code), map: null };
      if (id.endsWith('/web-vitals/dist/web-vitals.js'))
        return { code: VITALS.reduce(cut, VITALS_END + code), map: null };
      return null;
    },
  };
}

function cut(code, { what, count, find, put }) {
  const found = [...code.matchAll(find)].length;
  if (found !== count)
    throw new Error(`slim: ${what} found ${found} times instead of ${count}; look at the new version`);
  return code.replace(find, put);
}
