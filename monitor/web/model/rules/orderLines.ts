import { VERBS, type Verb } from 'rewindow/wire';
import { isObject, textAt, type Json, type JsonObject } from './jsonValue.ts';
import { field, line, optional, rootsOf, type Edit, type Line, type Option } from './lines.ts';

/** What an instruction tells a page to do, in words; with what it says where nothing is filled in. */
const VERB_WORDS: Readonly<Record<Verb, { label: string; text: string; initial: JsonObject }>> = {
  'buffer.send': {
    label: 'send what is buffered',
    text: 'The last minutes, and if wished what follows.',
    initial: { lastMs: 180_000 },
  },
  'buffer.hold': {
    label: 'hold what is buffered',
    text: 'Keeps it from being dropped.',
    initial: { forMs: 1_800_000 },
  },
  'buffer.drop': { label: 'drop what is buffered', text: 'All that is not held.', initial: {} },
  'capture.start': {
    label: 'capture more',
    text: 'Kinds of records in addition to the rules.',
    initial: { kinds: ['network'] },
  },
  'capture.stop': { label: 'capture less', text: 'These kinds no more, whoever asked for them.', initial: {} },
  image: {
    label: 'take an image',
    text: 'Of the window, of an element or of a field; now or as it was.',
    initial: { target: 'viewport' },
  },
  'assist.message': {
    label: 'show help',
    text: 'A message with up to three buttons.',
    initial: { title: 'Can we help?', text: 'Tell us what you are looking for.' },
  },
  'assist.offer': {
    label: 'show an offer',
    text: 'A message with a code that stays until it expires.',
    initial: { title: 'For you', text: 'Ten percent off today.', code: 'TEN', validMs: 3_600_000 },
  },
  'assist.close': { label: 'close help and offers', text: 'Takes away what is shown.', initial: {} },
  rules: { label: 'fetch the rules', text: 'Asks the monitor for the rule set now.', initial: {} },
  'session.end': { label: 'end the session', text: 'What the user does next begins another.', initial: {} },
  'agent.sleep': {
    label: 'put the recorder to sleep',
    text: 'Nothing is captured; the connection stays.',
    initial: { forMs: 600_000 },
  },
  'agent.disable': {
    label: 'switch the recorder off',
    text: 'In this browser, over reloads, until it is switched on again.',
    initial: {},
  },
  'agent.enable': { label: 'switch the recorder on', text: 'Ends that it is switched off.', initial: {} },
};

export const VERB_OPTIONS: readonly Option[] = VERBS.map((verb) => ({ value: verb, ...VERB_WORDS[verb] }));
export const ASSIST_OPTIONS = VERB_OPTIONS.filter(({ value }) => value.startsWith('assist.'));

export const initialOrder = (verb: string): JsonObject => ({ verb, ...(isVerb(verb) ? VERB_WORDS[verb].initial : {}) });
export const isVerb = (verb: string): verb is Verb => VERBS.some((known) => known === verb);

const span = { type: 'span' } as const;
const RANGE = [
  optional('how far back', { lastMs: 180_000 }, 'of the last', field('lastMs', 'How far back', span)),
  optional(
    'since a state',
    { state: '' },
    'from when the state',
    field('state', 'State of the range', { type: 'state' }),
    'was entered last',
  ),
  optional('from a moment', { fromAt: 0 }, 'from', field('fromAt', 'From', { type: 'moment' })),
  optional('to a moment', { toAt: 0 }, 'to', field('toAt', 'To', { type: 'moment' })),
];
const kinds = (words: string) =>
  optional(
    'only some kinds',
    { kinds: ['network', 'error', 'console'] },
    words,
    field('kinds', 'Kinds', { type: 'kinds' }),
  );
const duration = (words: string) =>
  optional('how long', { forMs: 600_000 }, words, field('forMs', 'For how long', span));

const BUTTONS = optional(
  'buttons',
  { actions: [{ label: 'Yes, please' }] },
  'with buttons',
  field('actions', 'Buttons', {
    type: 'list',
    add: 'a button',
    initial: { label: 'Yes, please' },
    max: 3,
    lines: () => [
      line('says', field('label', 'Text of the button', { type: 'text' })),
      optional(
        'a page that it opens',
        { href: '/help' },
        'and opens',
        field('href', 'Page of the button', { type: 'text', isWide: true }),
      ),
    ],
  }),
);
const TITLE = line('title', field('title', 'Title', { type: 'text', isWide: true }));
const TEXT = line('text', field('text', 'Text', { type: 'text', isLong: true }));

const LINES: Readonly<Record<Verb, readonly Line[]>> = {
  'buffer.send': [
    ...RANGE,
    optional('then go on live', { liveMs: 60_000 }, 'then what follows, live for', field('liveMs', 'Live for', span)),
    kinds('only'),
  ],
  'buffer.hold': [line('for', field('forMs', 'For how long', span)), ...RANGE],
  'buffer.drop': [
    optional('only what is older', { olderThanMs: 60_000 }, 'older than', field('olderThanMs', 'Older than', span)),
  ],
  'capture.start': [line('of these kinds:', field('kinds', 'Kinds', { type: 'kinds' }))],
  'capture.stop': [kinds('of these kinds only:')],
  image: [
    line(
      'of',
      field('target', 'What is imaged', {
        type: 'text',
        placeholder: 'viewport, a selector, or field:name',
        isWide: true,
      }),
    ),
    optional('as it was', { agoMs: 30_000 }, 'as it was', field('agoMs', 'How long ago', span), 'before'),
  ],
  'assist.message': [TITLE, TEXT, BUTTONS],
  'assist.offer': [
    TITLE,
    TEXT,
    optional('a code', { code: 'TEN' }, 'with the code', field('code', 'Code', { type: 'text' })),
    optional('an end', { validMs: 3_600_000 }, 'valid for', field('validMs', 'Valid for', span)),
    BUTTONS,
  ],
  'assist.close': [],
  rules: [],
  'session.end': [],
  'agent.sleep': [duration('for')],
  'agent.disable': [duration('for')],
  'agent.enable': [],
};

/** Another verb: what both know stays, what only the old one had goes. */
function changeVerb(value: Json, to: string): Edit[] {
  const initial = initialOrder(to);
  const old = isObject(value) ? Object.keys(value) : [];
  const known = new Set(rootsOf(linesOfVerb(to)));
  return [
    ...old.filter((key) => key !== 'verb' && !known.has(key)).map((key) => ({ path: [key], value: undefined })),
    ...Object.entries(initial)
      .filter(([key]) => key === 'verb' || !old.includes(key))
      .map(([key, item]) => ({ path: [key], value: item })),
  ];
}

const linesOfVerb = (verb: string): readonly Line[] => (isVerb(verb) ? LINES[verb] : []);

/** `options`: which verbs can be chosen; none where the verb is given. */
export function orderLines(order: Json, options: readonly Option[] = VERB_OPTIONS, opening = ''): Line[] {
  const verb = textAt(order, ['verb']) ?? '';
  const choice = field('', 'What to do', {
    type: 'switch',
    options,
    current: (value) => textAt(value, ['verb']) ?? '',
    edits: changeVerb,
  });
  return [
    ...(options.length === 0 ? [] : [opening === '' ? line(choice) : line(opening, choice)]),
    ...linesOfVerb(verb),
  ];
}

/** Verbs that run on, so that something has to end them. */
const RUNS_ON = ['buffer.send', 'capture.start', 'capture.stop'];
export const hasLimits = (verb: string): boolean => RUNS_ON.includes(verb);

export const LIMIT_LINES: readonly Line[] = [
  optional('end after a time', { maxMs: 600_000 }, 'ends after', field('maxMs', 'Ends after', span)),
  optional(
    'end after so many bytes',
    { maxBytes: 5_000_000 },
    'ends after',
    field('maxBytes', 'Bytes at most', { type: 'bytes' }),
  ),
  optional(
    'end after so many records',
    { maxCount: 1_000 },
    'ends after',
    field('maxCount', 'Records at most', { type: 'number', min: 1 }),
    'records',
  ),
  optional(
    'end with a state',
    { untilState: '' },
    'ends when the state',
    field('untilState', 'Until the state', { type: 'state' }),
    'is entered',
  ),
  optional(
    'only now and then',
    { windows: { count: 10, everyMs: 60_000, lengthMs: 5_000 } },
    'not all the time but',
    field('windows.count', 'Number of windows', { type: 'number', min: 1, max: 1_000 }),
    'times for',
    field('windows.lengthMs', 'Length of a window', span),
    'every',
    field('windows.everyMs', 'Every', span),
  ),
];

/** Orders can wait for a state. */
export const addressLine: Line = optional(
  'wait for a state',
  { state: '' },
  'as soon as the state',
  field('state', 'When the state is entered', { type: 'state' }),
  'is entered',
);

/** An instruction of a rule: the order, and what ends it. */
export function instructionLines(instruction: Json): Line[] {
  const order = isObject(instruction) ? (instruction['order'] ?? {}) : {};
  const limits = hasLimits(textAt(order, ['verb']) ?? '') ? LIMIT_LINES : [];
  return [...prefix('order', orderLines(order)), ...prefix('limits', limits)];
}

/** The same lines one object further in. */
export function prefix(root: string, lines: readonly Line[]): Line[] {
  return lines.map((one) => ({
    words: one.words.map((word) => (typeof word === 'string' ? word : { ...word, path: [root, ...word.path] })),
    ...(one.optional && {
      optional: {
        label: one.optional.label,
        initial: one.optional.initial.map((edit) => ({ ...edit, path: [root, ...edit.path] })),
      },
    }),
  }));
}
