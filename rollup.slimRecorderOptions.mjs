/**
 * What `rollup.slim.mjs` cuts out of the recorder's library after `rollup.slimRecorder.mjs`: options that we never set, all
 * along their way through it. Masking of texts is a pass of our own, canvases are another chunk.
 */
const oneOf = (what, find, put = '') => ({ what, count: 1, find, put });

const UNSET = [
  ...['maskTextClass', 'maskTextSelector', 'maskTextFn', 'needsMask', 'keepIframeSrcFn', 'recordDOM', 'collectFonts'],
  ...['dataURLOptions', 'inlineImages', 'recordCanvas', 'canvasManager', 'userTriggeredOnInput'],
].join('|');
const PLACES = [
  `(?:${UNSET})(?: = (?:"rr-mask"|null|\\{\\}|false|true|\\(\\) => false)|: this\\.(?:${UNSET}))?,?`,
  `"(?:${UNSET})",`,
  `__publicField\\(this, "(?:${UNSET})"\\);`,
];

export const RECORDER_OPTIONS = [
  // Whatever is masked, blocked or slim is told by text, and the same everywhere.
  { what: 'options on their way', count: 133, find: new RegExp(`\\n +(?:${PLACES.join('|')})(?=\\n)`, 'g'), put: '' },
  oneOf('asking for masked texts', /\n {2}let \{ needsMask \} = options;/g),
  oneOf('looking for masked texts', /\n {2}if \(!needsMask\) \{[\s\S]*?\n {2}\}(?=\n {2}const _serializedNode)/g),
  oneOf('masked texts, options', /const \{ needsMask, maskTextFn, rootId/g, 'const { rootId'),
  oneOf('masked texts', /\n {2}if \(!isStyle && !isScript && textContent2 && needsMask\) \{[\s\S]*?\n {2}\}/g),
  oneOf('masked changes of texts', /value: needMaskingText\([\s\S]*?\/g, "\*"\) : value,/g, 'value,'),
  { what: 'addresses of frames', count: 2, find: / && !(?:this\.)?keepIframeSrcFn\([^)]*\)/g, put: '' },
  { what: 'recording of the DOM', count: 2, find: /if \(o\.recordDOM\) \{/g, put: '{' },
  oneOf('checkpoints without DOM', /\n {4}if \(!recordDOM\) \{\n {6}return;\n {4}\}/g),
  oneOf('fonts', /\n {4}if \(o\.collectFonts\) \{[^}]*\}/g),
  { what: 'who typed', count: 2, find: /userTriggeredOnInput \? \{[^}]*\} : /g, put: '' },
  oneOf('canvas manager', /\n {2}canvasManager = new NoCanvas\(\{[\s\S]*?\n {2}\}\);/g),
  { what: 'canvases of changes', count: 5, find: /\n {4}this\.canvasManager\.\w+\(\);/g, put: '' },
  {
    what: 'plugins',
    count: 3,
    find: /\n {2,4}for \(const plugin of \[\]\) \{[\s\S]*?\n {2,4}\}(?=\n {2,4}(?:return|const))/g,
    put: '',
  },
  oneOf('freezing', /\n {4}if \(\(\(_a2 = mutationBuffers\[0\]\)[\s\S]*?\n {4}\}/g),
  oneOf(
    'classes by expression',
    /if \(typeof blockClass === "string"\) \{\n {6}(if \(element\.[\s\S]*?)\n {4}\} else \{[\s\S]*?\n {4}\}(?=\n {4}if \(blockSelector)/g,
    '$1',
  ),
  oneOf(
    'classes of ancestors by expression',
    /if \(typeof blockClass === "string"\) \{\n {6}(if \(el\.[\s\S]*?)\n {4}\} else \{[\s\S]*?\n {4}\}/g,
    '$1',
  ),
  oneOf(
    'freezing of changes',
    /\n {2}freeze\(\) \{\n {4}this\.frozen = true;\n {2}\}\n {2}unfreeze\(\) \{\n {4}this\.frozen = false;\n {4}this\.emit\(\);\n {2}\}\n {2}isFrozen\(\) \{[^}]*\}/g,
  ),
  {
    what: 'frames of other origins',
    count: 2,
    find: /\n {4}if \(this\.recordCrossOriginIframes\)[\s\S]*?(?=\n {2}\}\n|\n {4}\(_b = )/g,
    put: '',
  },
  oneOf('ids of frames of other origins', /\n {4}this\.crossOriginIframeStyleMirror = void \([\s\S]*?\n {4}\);/g),
  oneOf(
    'windows of frames of other origins',
    /\n {4}if \(iframeEl\.contentWindow\)\n {6}this\.crossOriginIframeMap\.set[^\n]*/g,
  ),
  oneOf('changes of canvases', /\n {2}const wrappedCanvasMutationEmit = [\s\S]*?\n {2}\}\);/g),
  oneOf('changes of canvases and fonts', /\n {10}canvasMutationCb: [\s\S]*?(?=\n {10}selectionCb: )/g),
  oneOf(
    'checkpoints by itself',
    /\n {4}if \(e\.type === EventType\.FullSnapshot\) \{\n {6}lastFullSnapshotEvent = e;[\s\S]*?\n {4}\}(?=\n {2}\};)/g,
  ),
  // Of what metas say only this has to do with looks; the library would know the names of others, and skip those.
  oneOf(
    'metas',
    /\n {6}if \(slimDOMOptions\.headMetaDescKeywords && [\s\S]*?\n {6}\}(?=\n {4}\}\n {2}\}\n {2}return false;)/g,
    '\n      return !/^(?:viewport|color-scheme)$/i.test(sn.attributes.name);',
  ),
];
