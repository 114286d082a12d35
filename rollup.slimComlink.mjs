/**
 * What `rollup.slim.mjs` cuts out of Comlink. Here a page calls its worker's methods, hands over an image, and ends the worker
 * by itself. Reading, writing and making objects of the other side, functions and ports that are handed over, and letting go
 * of proxies by themselves are never asked for; what goes over the wire stays as it is. Only errors need to be translated: by
 * the worker into messages, by the page out of them, so that each side carries its half.
 */
const oneOf = (what, find, put = '') => ({ what, count: 1, find, put });

const WORKER_SIDE = [
  oneOf(
    'arguments as they came',
    /\(ev\.data\.argumentList \|\| \[\]\)\.map\(fromWireValue\)/g,
    '(ev.data.argumentList || []).map(({ value }) => value)',
  ),
  oneOf('origins of messages', /\n {8}if \(!isAllowedOrigin\([\s\S]*?\n {8}\}/g),
  oneOf('reading and writing', /\n {16}case "GET" [\s\S]*?(?=\n {16}case "APPLY")/g),
  oneOf('making, ports, letting go', /\n {16}case "CONSTRUCT" [\s\S]*?(?=\n {16}default:)/g),
  oneOf('after letting go', /\n {12}if \(type === "RELEASE" [\s\S]*?\n {12}\}(?=\n {8}\}\))/g),
];

const PAGE_SIDE = [
  oneOf(
    'arguments as they are',
    /argumentList\.map\(toWireValue\)/g,
    'argumentList.map((value) => [{ type: "RAW", value }, transferCache.get(value) || []])',
  ),
  oneOf(
    'waiting for fields',
    /\n {12}if \(prop === "then"\) \{[\s\S]*?\n {12}\}(?=\n {12}return createProxy)/g,
    '\n            if (prop === "then") return undefined;',
  ),
  oneOf('writing', /\n {8}set\(_target, prop, rawValue\) \{[\s\S]*?\n {8}\},/g),
  oneOf('making', /\n {8}construct\(_target, rawArgumentList\) \{[\s\S]*?\n {8}\},/g),
  oneOf(
    'ports, binding',
    /\n {12}throwIfProxyReleased\(isProxyReleased\);\n {12}const last = [\s\S]*?(?=\n {12}const \[argumentList)/g,
  ),
  oneOf('telling of letting go', /\n {20}unregisterProxy\(proxy\);\n {20}releaseEndpoint\(ep\);/g),
  oneOf('counting proxies', /\n {4}registerProxy\(proxy, ep\);/g),
  oneOf('watching proxies', /\nconst proxyFinalizers = [\s\S]*?\n {4}\}\);/g),
  oneOf('long ids', /return new Array\(4\)[\s\S]*?\.join\("-"\);/g, 'return Math.random().toString(36);'),
];

const BOTH_SIDES = [
  oneOf('handlers', /const transferHandlers = [\s\S]*?\n\]\);/g, 'const transferHandlers = undefined;'),
  oneOf(
    'errors',
    /const throwTransferHandler = \{\n {4}canHandle: ([^\n]*),\n {4}serialize\(/g,
    'const isThrown = $1;\nfunction fromThrown(',
  ),
  oneOf('errors, reading', /,\n {4}deserialize\(serialized\) \{/g, '\nfunction throwAgain(serialized) {'),
  oneOf('errors, end', /(throw serialized\.value;\n {4}\}),\n\};/g, '$1'),
  oneOf(
    'other handlers',
    /for \(const \[name, handler\] of transferHandlers\) \{\n {8}if \(handler\.canHandle\(value\)\)/g,
    'const name = "throw";\n    {\n        if (isThrown(value))',
  ),
  oneOf('handler of errors, writing', /= handler\.serialize\(value\)/g, '= fromThrown(value)'),
  oneOf('handler of errors, reading', /transferHandlers\.get\(value\.name\)\.deserialize/g, 'throwAgain'),
  { what: 'ports', count: 2, find: /\n *if \(ep\.start\) \{\n *ep\.start\(\);\n *\}/g, put: '' },
];

export const COMLINK = [...WORKER_SIDE, ...PAGE_SIDE, ...BOTH_SIDES];
