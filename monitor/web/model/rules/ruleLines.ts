import { isObject, textAt, type Json } from './jsonValue.ts';
import { field, line, optional, type Edit, type Line } from './lines.ts';
import { ASSIST_OPTIONS, instructionLines, orderLines, prefix } from './orderLines.ts';
import { patternLines } from './patternLines.ts';

/** The rules of a rule set as sentences: states, images, data, forwarding, triggers, help. */
const span = { type: 'span' } as const;
const condition = { type: 'condition' } as const;
const state = { type: 'state' } as const;

export const SCOPE: readonly Line[] = [
  optional('only in a state', { state: '' }, 'only while in the state', field('state', 'Only in the state', state)),
  optional(
    'only for an audience',
    { audience: '' },
    'only for',
    field('audience', 'Only for the audience', { type: 'audience' }),
  ),
];
const ID = line('called', field('id', 'Id', { type: 'text' }));

const WAYS_IN = [
  { value: 'url', label: 'on pages', text: 'By the path of the page.', initial: '/checkout/*' },
  { value: 'marker', label: 'at a mark', text: 'When the page says mark().', initial: 'checkout' },
  { value: 'element', label: 'while an element is there', text: 'By a CSS selector.', initial: '#cart' },
  { value: 'enter', label: 'when this happens:', text: 'By a condition.', initial: "record.kind == 'navigation'" },
] as const;
const wayIn = (value: Json): string =>
  WAYS_IN.find(({ value: key }) => textAt(value, [key]) !== undefined)?.value ?? 'enter';

const WAY_FIELDS: Readonly<Record<string, Line['words']>> = {
  url: [field('url', 'Path of the page', { type: 'text', placeholder: '/checkout/*', isWide: true })],
  marker: [field('marker', 'Mark', { type: 'text' })],
  element: [field('element', 'Selector', { type: 'text', isWide: true })],
  enter: [field('enter', 'How it is entered', condition)],
};

export function stateLines(value: Json): Line[] {
  const way = wayIn(value);
  const choice = field('', 'How it is entered', {
    type: 'switch',
    options: WAYS_IN,
    current: wayIn,
    edits: (_value, to): Edit[] => [
      ...WAYS_IN.filter((one) => one.value === to).map(({ value: key, initial }) => ({ path: [key], value: initial })),
      ...WAYS_IN.filter((one) => one.value !== to).map(({ value: key }) => ({ path: [key], value: undefined })),
    ],
  });
  return [
    ID,
    line('is entered', choice, ...(WAY_FIELDS[way] ?? [])),
    optional(
      'how it is left',
      { exit: "record.kind == 'navigation'" },
      'and left when',
      field('exit', 'How it is left', condition),
    ),
    optional(
      'after a while only',
      { dwellMs: 5_000 },
      'after staying for',
      field('dwellMs', 'After staying for', span),
    ),
    optional(
      'within another state',
      { within: '' },
      'only within the state',
      field('within', 'Within the state', state),
    ),
  ];
}

export const screenLines = (): Line[] => [
  ID,
  line('takes an image of', field('target', 'What is imaged', { type: 'text', placeholder: 'viewport', isWide: true })),
  optional(
    'when something happens',
    { when: "record.kind == 'error'" },
    'when',
    field('when', 'When', condition),
    'happens',
  ),
  optional('regularly', { everyMs: 5_000 }, 'every', field('everyMs', 'Every', span)),
  ...SCOPE,
  optional(
    'at most',
    { maxCount: 20 },
    'at most',
    field('maxCount', 'How many images', { type: 'number', min: 0 }),
    'per session',
  ),
  optional(
    'pause between two',
    { minIntervalMs: 2_000 },
    'at least',
    field('minIntervalMs', 'Pause between two', span),
    'apart',
  ),
  optional('quality', { quality: 0.8 }, 'with a quality of', field('quality', 'Quality', { type: 'share' })),
];

export const providerLines = (): Line[] => [
  ID,
  line('asks the page for', field('provider', 'Name of the provider', { type: 'text' })),
  line('when', field('when', 'When', condition), 'happens'),
  ...SCOPE,
  optional(
    'at most',
    { maxCount: 100 },
    'at most',
    field('maxCount', 'How often', { type: 'number', min: 0 }),
    'times per session',
  ),
  optional(
    'pause between two',
    { minIntervalMs: 1_000 },
    'at least',
    field('minIntervalMs', 'Pause between two', span),
    'apart',
  ),
];

const MODES = [
  { value: 'live', label: 'at once' },
  { value: 'onRequest', label: 'from the buffer, when asked for' },
  { value: 'never', label: 'never; it is not even buffered' },
];
export const forwardLines = (): Line[] => [
  line('is sent', field('mode', 'How it is sent', { type: 'choice', options: MODES })),
  optional('only some kinds', { kinds: ['error'] }, 'of these kinds:', field('kinds', 'Kinds', { type: 'kinds' })),
  optional('only some records', { when: "record.kind == 'error'" }, 'only', field('when', 'Which records', condition)),
  optional('what came before', { lastMs: 60_000 }, 'together with the last', field('lastMs', 'What came before', span)),
  ...SCOPE,
];

const LIMITS: readonly Line[] = [
  optional(
    'how often per session',
    { perSession: 1 },
    'at most',
    field('perSession', 'How often per session', { type: 'number', min: 1, fallback: 10 }),
    'times per session',
  ),
  optional(
    'pause between two',
    { coolDownMs: 60_000 },
    'and not again for',
    field('coolDownMs', 'Pause between two', { type: 'span', fallback: 10_000 }),
  ),
  optional(
    'how many at the same time',
    { parallel: 1 },
    'with at most',
    field('parallel', 'How many at the same time', { type: 'number', min: 1, max: 10, fallback: 3 }),
    'captures or live sends at the same time',
  ),
  optional(
    'only say that it would have fired',
    { dryRun: true },
    'only say that it would have fired:',
    field('dryRun', 'Only say so', { type: 'flag' }),
  ),
];
const WHERE = [
  { value: 'page', label: 'the page' },
  { value: 'monitor', label: 'the monitor' },
];

export const triggerLines = (value: Json): Line[] => [
  ID,
  ...patternLines(value),
  ...SCOPE,
  ...prefix('limits', LIMITS),
  optional(
    'where it runs',
    { where: 'monitor' },
    'it runs in',
    field('where', 'Where it runs', { type: 'choice', options: WHERE }),
  ),
  line(
    'Then',
    field('instructions', 'Instructions', {
      type: 'list',
      add: 'an instruction',
      initial: { order: { verb: 'buffer.send', lastMs: 180_000 } },
      max: 10,
      lines: instructionLines,
    }),
  ),
];

export function assistLines(value: Json): Line[] {
  const show = isObject(value) ? (value['show'] ?? {}) : {};
  return [
    ID,
    optional(
      'when something happens',
      { when: "record.kind == 'frustration'" },
      'is shown when',
      field('when', 'When', condition),
      'happens',
    ),
    optional('in a state', { state: '' }, 'in the state', field('state', 'In the state', state)),
    optional('after a while', { afterMs: 30_000 }, 'after', field('afterMs', 'After', span), 'there'),
    optional(
      'only for an audience',
      { audience: '' },
      'only for',
      field('audience', 'Only for the audience', { type: 'audience' }),
    ),
    ...prefix('show', orderLines(show, ASSIST_OPTIONS, 'It does:')),
    optional(
      'how often per session',
      { perSession: 1 },
      'at most',
      field('perSession', 'How often per session', { type: 'number', min: 1, fallback: 1 }),
      'times per session',
    ),
    optional(
      'pause between two',
      { coolDownMs: 60_000 },
      'and not again for',
      field('coolDownMs', 'Pause between two', { type: 'span', fallback: 60_000 }),
    ),
  ];
}
