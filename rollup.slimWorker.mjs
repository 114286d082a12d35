/**
 * What `rollup.slim.mjs` cuts out of the libraries of the worker.
 *
 * - Ky posts one request and gives its answer, whatever that is. Repeating and time limits are the outbox's; hooks, defaults,
 *   shortcuts and errors for what is not 200 are never asked for.
 * - Idb: cursors, shortcuts, waiting for others to close.
 */
const oneOf = (what, find, put = '') => ({ what, count: 1, find, put });

export const KY_INDEX = [
  oneOf(
    'options by default',
    /Ky\.create\(input, validateAndMerge\(defaults, options\)\)/g,
    'Ky.create(input, options)',
  ),
  oneOf('other instances', /\n {4}for \(const method of requestMethods\) \{[\s\S]*?\n {4}ky\.stop = stop;/g),
];

export const KY_CONSTANTS = [
  oneOf(
    'bodies as streams',
    /export const supportsRequestStreams = \(\(\) => \{[\s\S]*?\n\}\)\(\);/g,
    'export const supportsRequestStreams = false;',
  ),
  oneOf('nothing', /\nvalidate\(\);/g),
];

export const KY = [
  oneOf('limits of the timeout', /\n {12}if \(typeof ky\._options\.timeout === 'number'[\s\S]*?\n {12}\}/g),
  oneOf(
    'hooks after the answer',
    /\n {12}for \(const hook of ky\._options\.hooks\.afterResponse\) \{[\s\S]*?\n {12}\}/g,
  ),
  oneOf('errors, progress', /\n {12}ky\._decorateResponse\(response\);[\s\S]*?(?=\n {12}return response;\n {8}\};)/g),
  oneOf(
    'repeating, shortcuts',
    /\n {8}const isRetriableMethod = [\s\S]*?\n {8}return result;/g,
    '\n        return function_();',
  ),
  oneOf('headers, hooks', /\n {12}headers: mergeHeaders\([\s\S]*?(?=\n {12}method: )/g),
  oneOf(
    'methods, prefixes, repeating by default',
    /(\n {12}method: )normalizeRequestMethod[\s\S]*?(?=\n {12}fetch: )/g,
    '$1options.method,',
  ),
  oneOf('kinds of addresses', /\n {8}if \(typeof this\._input !== 'string' && [\s\S]*?\n {8}\}(?=\n {8}if \(this)/g),
  oneOf(
    'prefixes of addresses',
    /\n {8}if \(this\._options\.prefixUrl && [\s\S]*?\n {8}\}(?=\n {8}if \(supportsAbort)/g,
  ),
  oneOf('signals of addresses', /this\._options\.signal \?\? this\._input\.signal/g, 'this._options.signal'),
  oneOf('streams, JSON', /\n {8}if \(supportsRequestStreams\) \{[\s\S]*?(?=\n {8}this\.request = new globalThis)/g),
  oneOf('parameters of addresses', /\n {8}if \(this\._options\.searchParams\) \{[\s\S]*?\n {8}\}(?=\n {4}\})/g),
  oneOf('repeating', /\n {4}_calculateRetryDelay\(error\) \{[\s\S]*?(?=\n {4}async _fetch\(\))/g),
  oneOf(
    'hooks before the question',
    /\n {8}for \(const hook of this\._options\.hooks\.beforeRequest\) \{[\s\S]*?(?=\n {8}const nonRequest)/g,
  ),
  oneOf('options of other kinds', /= findUnknownOptions\(this\.request, this\._options\);/g, '= undefined;'),
  oneOf('copies for repeating', /\n {8}this\.request = mainRequest\.clone\(\);/g),
  oneOf(
    'timeout',
    /\n {8}if \(this\._options\.timeout === false\) \{\n {12}(return [^\n]*)\n {8}\}\n {8}return timeout\([^\n]*/g,
    '\n        $1',
  ),
  oneOf('streams', /\n {4}\/\* istanbul ignore next \*\/\n {4}_stream\(response[\s\S]*?(?=\n\}\n\/\/# source)/g),
];

export const IDB = [
  {
    what: 'shortcuts, cursors as iterators',
    count: 2,
    find: /\nreplaceTraps\(\(oldTraps\) => \(\{[\s\S]*?\n\}\)\);/g,
    put: '',
  },
  oneOf('the only table', /\n {12}\/\/ Make tx\.store return[\s\S]*?(?=\n {8}\}\n {8}\/\/ Else transform)/g),
  oneOf(
    'writing fields, asking for them',
    /\n {4}set\(target, prop, value\) \{[\s\S]*?(?=\n\};\nfunction replaceTraps)/g,
  ),
  oneOf(
    'cursors',
    /\n {4}if \(getCursorAdvanceMethods\(\)\.includes\(func\)\) \{[\s\S]*?\n {4}\}(?=\n {4}return function)/g,
  ),
  {
    what: 'kinds of cursors',
    count: 1,
    find: /\n {12}IDBIndex,\n {12}IDBObjectStore,\n {12}IDBCursor,/g,
    put: '\n            IDBObjectStore,',
  },
  { what: 'being blocked', count: 2, find: /\n {4}if \(blocked\) \{[\s\S]*?\n {4}\}/g, put: '' },
];
