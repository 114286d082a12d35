/** What `rollup.slim.mjs` cuts out of the recorder's library, and what it puts in front of it. */
const NO_CANVAS = 'class NoCanvas { reset() {} freeze() {} unfreeze() {} lock() {} unlock() {} }\n';
const FRAMES = `let frames = new AbortController();
const leaveFrames = () => { frames.abort(); frames = new AbortController(); };
const endAll = (ends) => ends.forEach((end) => { try { end(); } catch {} });
const watched = new Map();
const unwatch = (frame) => {
  const { doc, end } = watched.get(frame) ?? {};
  watched.delete(frame);
  if (end) endAll([end]);
  if (doc && !frame.isConnected) mirror.removeNodeFromMap(doc);
};
const watchFrame = (frame, doc, observe) => {
  watched.forEach((_, known) => { if (known === frame || !known.isConnected) unwatch(known); });
  watched.set(frame, { doc, end: observe(doc) });
};
`;
export const RECORDER = [
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
  // Our own pass does both (src/capture/rrweb/maskEvent.ts, src/browser/privacy.ts): cheaper, and without a trace on the page.
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
  {
    what: 'end',
    count: 1,
    find: /\n {6}recording = false;/g,
    put: '$& leaveFrames(); [...watched.keys()].forEach(unwatch); shadowDomManager.reset();',
  },
  // Ending the observers of one frame would end those of all shadow roots.
  { what: 'ends of all', count: 1, find: /mutationBuffers\.forEach\(\(b\) => b\.reset\(\)\);/g, put: '' },
  {
    what: 'observers of frames',
    count: 1,
    find: /handlers\.push\(observe\(iframeEl\.contentDocument\)\);/g,
    put: 'watchFrame(iframeEl, iframeEl.contentDocument, observe);',
  },
  {
    what: 'buffers that nobody fills any more',
    count: 1,
    find: /\n {2}return \[observer, iframeCleanup\];\n\}\nfunction initMoveObserver/g,
    put: `
  const disconnect = observer.disconnect.bind(observer);
  observer.disconnect = () => {
    disconnect();
    const at = mutationBuffers.indexOf(mutationBuffer);
    if (at >= 0) mutationBuffers.splice(at, 1);
  };$&`,
  },
  {
    what: 'nodes of shadow roots that have gone',
    count: 1,
    find: /\n {4}this\.idNodeMap\.delete\(id\);\n {4}if \(n\.childNodes\) \{/g,
    put: '\n    if (n.shadowRoot) this.removeNodeFromMap(n.shadowRoot);$&',
  },
  {
    what: 'shadow roots',
    count: 1,
    find: /__publicField\(this, "shadowDoms", [^\n]*/g,
    put: '$&\n    __publicField(this, "roots", new Map());\n    __publicField(this, "sweepAt", 8);',
  },
  {
    what: 'patches of frames',
    count: 1,
    find: /(this\.patchAttachShadow\(\s+iframeElement\.contentWindow\.Element,\s+iframeElement\.contentDocument)\n/g,
    put: '$1,\n      this.ownOf(iframeElement)\n',
  },
  {
    what: 'patches of new shadow roots',
    count: 1,
    find: /patchAttachShadow\(element, doc\) \{\n {4}const manager = this;\n {4}this\.restoreHandlers\.push\(/g,
    put: 'patchAttachShadow(element, doc, own = this.restoreHandlers) {\n    const manager = this;\n    own.push(',
  },
  {
    what: 'handlers of a shadow root',
    count: 1,
    find: /this\.restoreHandlers\.push\(\(\) => observer\.disconnect\(\)\);\n {4}this\.restoreHandlers\.push\(\n {6}initScroll/g,
    put: `const own = this.ownOf(shadowRoot2);
    own.push(() => observer.disconnect());
    own.push(
      initScroll`,
  },
  {
    what: 'sheets of a shadow root',
    count: 1,
    find: /this\.restoreHandlers\.push\((\n {8}initAdoptedStyleSheetObserver)/g,
    put: 'own.push($1',
  },
  {
    what: 'shadow roots that have gone',
    count: 1,
    find: /\n {2}reset\(\) \{\n {4}this\.restoreHandlers\.forEach/g,
    put: `
  ownOf(owner) {
    if (this.roots.size >= this.sweepAt) this.sweep();
    const own = this.roots.get(owner) ?? [];
    this.roots.set(owner, own);
    return own;
  }
  sweep() {
    this.roots.forEach((own, root) => {
      if (root.isConnected) return;
      endAll(own);
      this.roots.delete(root);
      this.shadowDoms.delete(root);
    });
    this.sweepAt = 8 + 2 * this.roots.size;
  }
  reset() {
    this.roots.forEach(endAll);
    this.roots.clear();
    this.restoreHandlers.forEach`,
  },
  {
    what: 'whether it records',
    count: 1,
    find: /\nrecord\.mirror = mirror;/g,
    put: '$&\nrecord.isRecording = () => recording;',
  },
  { what: 'console', count: 9, find: /\bconsole\.(?:warn|error)\(/g, put: 'void (' },
];

/** Stands before the library. */
export const RECORDER_HEAD = NO_CANVAS + FRAMES;
