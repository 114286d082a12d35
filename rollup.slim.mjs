/**
 * Cuts off what two libraries carry and we never use, because bytes on the page count. The recorder: canvas capture, frames
 * of other origins, fonts, hooks, its virtual DOM, its lines on the host's console. Comlink: handing functions over, which
 * ties its two sides together so that each would carry both. Each cut is one place in the pinned version's text; the
 * minifier drops what nobody calls any more. A place that isn't found exactly as often as expected stops the build, so that
 * a new version can't slip through half cut.
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
  {
    what: 'old mirror',
    count: 1,
    find: /\nlet _mirror = \{[\s\S]*?\n\}\nfunction throttle/g,
    put: '\nfunction throttle',
  },
  { what: 'console', count: 9, find: /\bconsole\.(?:warn|error)\(/g, put: 'void (' },
];
const COMLINK = [{ what: 'proxied functions', count: 1, find: /\n\s*\["proxy", proxyTransferHandler\],/g, put: '' }];

export function slim() {
  return {
    name: 'slim',
    transform(code, id) {
      if (id.includes('/@rrweb/record/')) return { code: RECORDER.reduce(cut, NO_CANVAS + code), map: null };
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
