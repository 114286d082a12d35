/**
 * Cuts off what three libraries carry and we never use, because bytes on the page count.
 *
 * - The recorder: canvas capture, frames of other origins, fonts, hooks, plugins, its virtual DOM, its polyfills of the
 *   host's prototypes, its lines on the host's console.
 * - Comlink: handing functions over, which ties its two sides together so that each would carry both.
 * - Ky: repeating, which the outbox does, progress, streams, ways to write addresses.
 *
 * Each cut is one place in the pinned version's text; the minifier drops what nobody calls any more. A place that isn't found
 * exactly as often as expected stops the build, so that a new version can't slip through half cut.
 */
const NO_CANVAS = 'class NoCanvas { reset() {} freeze() {} unfreeze() {} lock() {} unlock() {} }\n';
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

export function slim() {
  return {
    name: 'slim',
    transform(code, id) {
      if (id.includes('/@rrweb/record/')) return { code: RECORDER.reduce(cut, NO_CANVAS + code), map: null };
      if (id.endsWith('/ky/distribution/core/constants.js')) return { code: KY_CONSTANTS.reduce(cut, code), map: null };
      if (id.endsWith('/ky/distribution/core/Ky.js')) return { code: KY.reduce(cut, code), map: null };
      if (id.endsWith('/idb/build/index.js')) return { code: IDB.reduce(cut, code), map: null };
      if (id.includes('/comlink/')) return { code: COMLINK.reduce(cut, code), map: null };
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
