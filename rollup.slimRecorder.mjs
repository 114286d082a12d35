/**
 * Cuts off what the recorder's library carries and our options never use: canvas capture, frames of other origins, fonts,
 * hooks, its virtual DOM, and its lines on the host's console. Each cut is one place in the pinned version's text; the
 * minifier drops what nobody calls any more. A place that isn't found exactly as often as expected stops the build, so that
 * a new version can't slip through half cut.
 */
const NO_CANVAS = 'class NoCanvas { reset() {} freeze() {} unfreeze() {} lock() {} unlock() {} }\n';
const CUTS = [
  { what: 'canvas', count: 1, find: /canvasManager = new CanvasManager\(/g, put: 'canvasManager = new NoCanvas(' },
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
  { what: 'console', count: 15, find: /\bconsole\.(?:warn|error)\(/g, put: 'void (' },
];

export function slimRecorder() {
  return {
    name: 'slim-recorder',
    transform(code, id) {
      if (!id.includes('/@rrweb/record/')) return null;
      return { code: CUTS.reduce(cut, NO_CANVAS + code), map: null };
    },
  };
}

function cut(code, { what, count, find, put }) {
  const found = [...code.matchAll(find)].length;
  if (found !== count) throw new Error(`slim-recorder: ${what} found ${found} times instead of ${count}; look at the new version`);
  return code.replace(find, put);
}
