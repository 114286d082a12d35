import { RASTERISER } from './rollup.rasteriser.mjs';

/**
 * Cuts off what libraries carry and we never use, because bytes on the page count, and what would leave traces in the host's
 * page.
 *
 * - The recorder: canvas capture, frames of other origins, fonts, hooks, plugins, enumerations that tell names by numbers,
 *   its virtual DOM, its polyfills of the host's prototypes, its lines on the host's console. It listens to frames once, not
 *   once per checkpoint, and no longer than it runs.
 * - Comlink: handing functions over, which ties its two sides together so that each would carry both.
 * - Ky: repeating, which the outbox does, progress, streams, ways to write addresses.
 * - The web vitals: listeners and observers that would go on after the end.
 * - The rasteriser: what stands in rollup.rasteriser.mjs.
 *
 * Each cut is one place in the pinned version's text; the minifier drops what nobody calls any more. A place that isn't found
 * exactly as often as expected stops the build, so that a new version can't slip through half cut.
 */
const NO_CANVAS = 'class NoCanvas { reset() {} freeze() {} unfreeze() {} lock() {} unlock() {} }\n';
const FRAMES = `let frames = new AbortController();
const leaveFrames = () => { frames.abort(); frames = new AbortController(); };
`;
const RECORDER = [
  { what: 'canvas', count: 1, find: /canvasManager = new CanvasManager\(/g, put: 'canvasManager = new NoCanvas(' },
  { what: 'canvas worker', count: 1, find: /\nconst blob = [^\n]*jsContent[^\n]*/g, put: '\nconst blob = null;' },
  { what: 'canvas content', count: 1, find: /tagName === "canvas" && recordCanvas/g, put: 'false' },
  { what: 'image content', count: 1, find: /tagName === "img" && inlineImages/g, put: 'false' },
  {
    what: 'frames inside frames',
    count: 1,
    find: /recordCrossOriginIframes \? window\.parent === window : true/g,
    put: 'true',
  },
  { what: 'fonts', count: 1, find: /fontObserver = initFontObserver\(o\);/g, put: '' },
  { what: 'hooks', count: 1, find: /\n {2}mergeHooks\(o, hooks\);/g, put: '' },
  { what: 'virtual DOM', count: 1, find: /n instanceof BaseRRNode && "shadowRoot" in n/g, put: 'false' },
  { what: 'messages of frames', count: 2, find: /this\.handleMessage\.bind\(this\)/g, put: '() => {}' },
  { what: 'ids of frames', count: 2, find: /new CrossOriginIframeMirror\(/g, put: 'void (' },
  {
    what: 'events of frames',
    count: 1,
    find: /\n {2}handleMessage\(message\) \{[\s\S]*?\n\}\nclass ShadowDomManager/g,
    put: '\n}\nclass ShadowDomManager',
  },
  { what: 'polyfill of host prototypes', count: 1, find: /\n {2}polyfill\(\);/g, put: '' },
  { what: 'plugins', count: 2, find: /of plugins \|\| \[\]\)/g, put: 'of [])' },
  {
    what: 'observers of plugins',
    count: 1,
    find: /for \(const plugin of o\.plugins\) \{/g,
    put: 'for (const plugin of []) {',
  },
  {
    what: 'options of plugins',
    count: 1,
    find: /plugins: \(\(_a2 = plugins == null[\s\S]*?\}\)\)\) \|\| \[\]\n/g,
    put: 'plugins: []\n',
  },
  // Our own pass does both (src/capture/dom/maskEvent.ts, src/browser/privacy.ts): cheaper, and without a trace on the page.
  { what: 'masking of texts', count: 1, find: /function needMaskingText\([^)]*\) \{/g, put: '$&\n  return false;' },
  { what: 'marks of passwords', count: 1, find: /target\.setAttribute\("data-rr-is-password", "true"\);/g, put: '' },
  { what: 'packing', count: 1, find: /packFn && \/\//g, put: 'false && //' },
  { what: 'checkpoints by itself', count: 1, find: /if \(exceedCount \|\| exceedTime\) \{/g, put: 'if (false) {' },
  {
    what: 'custom events, freezing',
    count: 1,
    find: /\nrecord\.addCustomEvent = [\s\S]*?\nrecord\.takeFullSnapshot/g,
    put: '\nrecord.takeFullSnapshot',
  },
  {
    what: 'old mirror',
    count: 1,
    find: /\nlet _mirror = \{[\s\S]*?\n\}\nfunction throttle/g,
    put: '\nfunction throttle',
  },
  {
    what: 'names of enumerations',
    count: 7,
    find: /= \/\* @__PURE__ \*\/ \(\(\w+\) => \{([\s\S]*?)\n {2}return \w+;\n\}\)\(\w+ \|\| \{\}\);/g,
    put: (_found, body) => `= { ${[...body.matchAll(/"\w+"\] = \d+/g)].join(', ').replaceAll('] =', ':')} };`,
  },
  {
    what: 'listening to frames',
    count: 2,
    find: /iframeEl\.addEventListener\("load", listener\)/g,
    put: 'iframeEl.addEventListener("load", listener, { signal: frames.signal })',
  },
  {
    what: 'listening to loading frames',
    count: 1,
    find: /(iframeEl\.addEventListener\("load", \(\) => \{[^}]*\})\)/g,
    put: '$1, { signal: frames.signal })',
  },
  {
    what: 'frames after the end',
    count: 1,
    find: /function onceIframeLoaded\(iframeEl, listener, iframeLoadTimeout\) \{/g,
    put: 'function onceIframeLoaded(iframeEl, loaded, iframeLoadTimeout) { const listener = () => { if (recording) loaded(); };',
  },
  { what: 'checkpoint', count: 1, find: /takeFullSnapshot = \(isCheckout = false\) => \{/g, put: '$& leaveFrames();' },
  { what: 'end', count: 1, find: /\n {6}recording = false;/g, put: '$& leaveFrames();' },
  { what: 'console', count: 9, find: /\bconsole\.(?:warn|error)\(/g, put: 'void (' },
];
const COMLINK = [{ what: 'proxied functions', count: 1, find: /\n\s*\["proxy", proxyTransferHandler\],/g, put: '' }];
const IDB = [
  {
    what: 'shortcuts, cursors as iterators',
    count: 2,
    find: /\nreplaceTraps\(\(oldTraps\) => \(\{[\s\S]*?\n\}\)\);/g,
    put: '',
  },
];

const KY_CONSTANTS = [
  {
    what: 'bodies as streams',
    count: 1,
    find: /export const supportsRequestStreams = \(\(\) => \{[\s\S]*?\n\}\)\(\);/g,
    put: 'export const supportsRequestStreams = false;',
  },
];
const KY = [
  {
    what: 'parameters of addresses',
    count: 1,
    find: /\n {8}if \(this\._options\.searchParams\) \{[\s\S]*?\n {8}\}\n/g,
    put: '\n',
  },
  {
    what: 'prefixes of addresses',
    count: 1,
    find: /\n {8}if \(this\._options\.prefixUrl && [\s\S]*?\n {8}\}\n/g,
    put: '\n',
  },

  {
    what: 'repeating',
    count: 1,
    find: /_calculateRetryDelay\(error\) \{[\s\S]*?\n {4}\}\n {4}_decorateResponse/g,
    put: '_calculateRetryDelay(error) { throw error; }\n    _decorateResponse',
  },
  {
    what: 'progress',
    count: 1,
    find: /if \(ky\._options\.onDownloadProgress\) \{[\s\S]*?\n {12}\}\n {12}return response/g,
    put: 'return response',
  },
  { what: 'streams', count: 1, find: /\n {4}_stream\(response[\s\S]*?\n\}\n\/\/# source/g, put: '\n}\n//# source' },
];
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
      if (id.includes('/@rrweb/record/')) return { code: RECORDER.reduce(cut, NO_CANVAS + FRAMES + code), map: null };
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
