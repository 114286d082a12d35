import { field, line, optional, type FieldType, type Line } from './lines.ts';
import { SCOPE } from './ruleLines.ts';

/** What is captured, and how deep, as sentences. */
const BODIES: FieldType = {
  type: 'list',
  add: 'addresses',
  initial: { url: '*' },
  max: 20,
  lines: () => [
    line('addresses that begin with', field('url', 'Address', { type: 'text', isWide: true })),
    optional(
      'not what is asked',
      { request: false },
      'also what is asked:',
      field('request', 'Request', { type: 'flag' }),
    ),
    optional(
      'not what is answered',
      { response: false },
      'also what is answered:',
      field('response', 'Response', { type: 'flag' }),
    ),
    optional('types', { types: ['application/json'] }, 'of the types', field('types', 'Types', { type: 'words' })),
    optional('size', { maxBytes: 10_000 }, 'cut after', field('maxBytes', 'Bytes at most', { type: 'bytes' })),
    optional(
      'mask more',
      { redact: ['$.user.name'] },
      'without',
      field('redact', 'What is masked', { type: 'words', placeholder: '$.user.name' }),
    ),
  ],
};

export const CAPTURE: readonly Line[] = [
  line(field('kinds', 'What is captured', { type: 'kinds' })),
  ...SCOPE,
  optional(
    'only in some sessions',
    { share: 0.1 },
    'in',
    field('share', 'Share of the sessions', { type: 'share', fallback: 1 }),
    'of the sessions',
  ),
  optional(
    'values of fields',
    { fields: ['quantity'] },
    'with the values of the fields',
    field('fields', 'Fields whose values are recorded', { type: 'words', placeholder: 'name or selector' }),
  ),
  optional(
    'sockets',
    { 'network.sockets': true },
    'sockets and event streams, too:',
    field('network.sockets', 'Sockets', { type: 'flag' }),
  ),
  optional(
    'what the browser loads',
    { 'network.resources': true },
    'what the browser loads by itself, too:',
    field('network.resources', 'Resources', { type: 'flag' }),
  ),
  optional(
    'headers',
    { 'network.headers': ['x-request-id'] },
    'with the headers',
    field('network.headers', 'Headers', { type: 'words', placeholder: 'name of a header' }),
  ),
  optional(
    'join with the server',
    { 'network.correlate': true },
    'sends a trace id along:',
    field('network.correlate', 'Trace id', { type: 'flag' }),
  ),
  optional(
    'bodies',
    { 'network.bodies': [{ url: '*' }] },
    'with the bodies of',
    field('network.bodies', 'Bodies', BODIES),
  ),
  optional(
    'movements of the pointer',
    { 'pointer.moveEveryMs': 100 },
    'with the pointer’s place every',
    field('pointer.moveEveryMs', 'Pointer every', { type: 'span' }),
  ),
  optional(
    'how finely the page moves',
    { 'dom.changeEveryMs': 100 },
    'with changes of the page every',
    field('dom.changeEveryMs', 'Changes every', { type: 'span' }),
  ),
  optional(
    'content of canvases',
    { 'canvas.everyMs': 1_000 },
    'with images of canvases every',
    field('canvas.everyMs', 'Canvases every', { type: 'span' }),
  ),
  optional(
    'when a click is a rage click',
    { 'frustration.rageClickCount': 3 },
    'a rage click has',
    field('frustration.rageClickCount', 'Clicks of a rage click', { type: 'number', min: 2, max: 20, fallback: 3 }),
    'clicks',
  ),
  optional(
    'when a click is dead',
    { 'frustration.deadAfterMs': 2_500 },
    'a click is dead when nothing happens for',
    field('frustration.deadAfterMs', 'Dead after', { type: 'span' }),
  ),
  optional(
    'size of kept files',
    { 'assets.maxBytes': 5_000_000 },
    'files of at most',
    field('assets.maxBytes', 'Files at most', { type: 'bytes' }),
    'per page',
  ),
];
