import type { PatternType } from 'rewindow/wire';
import { isObject, textAt, type Json, type JsonObject } from './jsonValue.ts';
import { field, line, optional, rootsOf, type Edit, type Field, type Line, type Option } from './lines.ts';

/** What a trigger waits for, as sentences. */
type Type = PatternType | 'combination';

const SAMPLE = "record.kind == 'error'";
const span = { type: 'span' } as const;
const times = (max = 1_000): Field['as'] => ({ type: 'number', min: 1, max });
const when = (label = 'What happens'): Field => field('when', label, { type: 'condition' });
const within = field('withinMs', 'Within', span);
const BY = optional(
  'counted apart, for each value',
  { by: 'record.path' },
  'counted for each',
  field('by', 'Counted for each', { type: 'condition', isValue: true }),
  'by itself',
);

interface Words {
  label: string;
  text: string;
  /** What stands in it when it is chosen, besides what is there already. */
  initial: JsonObject;
  lines: readonly Line[];
}

const PATTERNS: Readonly<Record<PatternType, Words>> = {
  match: {
    label: 'something happens',
    text: 'Each time.',
    initial: { when: SAMPLE },
    lines: [line('when', when(), 'happens')],
  },
  count: {
    label: 'something happens several times',
    text: 'So many times within a while.',
    initial: { when: SAMPLE, times: 3, withinMs: 120_000 },
    lines: [line('when', when(), 'happens', field('times', 'How many times', times()), 'times within', within), BY],
  },
  value: {
    label: 'a number gets too high or too low',
    text: 'Again only after it was back.',
    initial: { when: "record.kind == 'network'", of: 'record.durationMs', above: 3_000 },
    lines: [
      line('when in', when(), 'the number', field('of', 'Which number', { type: 'condition', isValue: true })),
      optional(
        'above a bound',
        { above: 3_000 },
        'gets above',
        field('above', 'Above', { type: 'number', isDecimal: true }),
      ),
      optional(
        'below a bound',
        { below: 1 },
        'gets below',
        field('below', 'Below', { type: 'number', isDecimal: true }),
      ),
    ],
  },
  sequence: {
    label: 'one thing after the other',
    text: 'Steps in order, whatever lies between.',
    initial: { steps: ["record.kind == 'error'", "record.kind == 'navigation'"], withinMs: 120_000 },
    lines: [
      line('when these happen one after the other, all within', within),
      line(
        field('steps', 'Steps', {
          type: 'list',
          add: 'a step',
          initial: SAMPLE,
          max: 10,
          lines: () => [line(field('', 'Step', { type: 'condition' }))],
        }),
      ),
      BY,
    ],
  },
  absence: {
    label: 'something does not follow',
    text: 'One thing happens, and the other does not.',
    initial: {
      when: "record.kind == 'input' && record.type == 'submit'",
      without: "record.kind == 'navigation'",
      withinMs: 10_000,
    },
    lines: [
      line('when', when('What happens first'), 'happens, and'),
      line('no', field('without', 'What does not follow', { type: 'condition' }), 'follows within', within),
      BY,
    ],
  },
  recurrence: {
    label: 'something recurs regularly',
    text: 'About every so often, several times in a row.',
    initial: { when: SAMPLE, everyMs: 180_000, times: 3 },
    lines: [
      line('when', when(), 'recurs about every', field('everyMs', 'Every', span)),
      optional(
        'how many in a row',
        { times: 3 },
        'at least',
        field('times', 'How many in a row', { type: 'number', min: 2, max: 100 }),
        'times in a row',
      ),
      optional('how exactly', { toleranceMs: 30_000 }, 'give or take', field('toleranceMs', 'Give or take', span)),
    ],
  },
  dwell: {
    label: 'somebody stays in a state',
    text: 'For so long without leaving it.',
    initial: { in: '', forMs: 60_000 },
    lines: [
      line(
        'when somebody stays in',
        field('in', 'State', { type: 'state' }),
        'for',
        field('forMs', 'For how long', span),
      ),
    ],
  },
  score: {
    label: 'points add up',
    text: 'Each thing gives points, which fade with time.',
    initial: { weights: [{ when: SAMPLE, points: 5 }], halfLifeMs: 60_000, above: 10 },
    lines: [
      line(
        'when the points get above',
        field('above', 'Points', { type: 'number', isDecimal: true }),
        'and fade by half every',
        field('halfLifeMs', 'Fade by half every', span),
      ),
      line(
        field('weights', 'Points', {
          type: 'list',
          add: 'something that gives points',
          initial: { when: SAMPLE, points: 1 },
          max: 20,
          lines: () => [
            line(
              field('when', 'What gives points', { type: 'condition' }),
              'gives',
              field('points', 'Points for it', { type: 'number', isDecimal: true }),
              'points',
            ),
          ],
        }),
      ),
    ],
  },
  nth: {
    label: 'something happens for the n-th time',
    text: 'The first, the tenth, or every fifth of the session.',
    initial: { when: SAMPLE, n: 1 },
    lines: [
      line('when', when(), 'happens for the time number', field('n', 'Which time', times())),
      optional(
        'and again',
        { repeats: true },
        'and again each time so many more have happened:',
        field('repeats', 'Repeats', { type: 'flag' }),
      ),
    ],
  },
};

const ALL: Readonly<Record<Type, Words>> = {
  ...PATTERNS,
  combination: {
    label: 'several of these at once',
    text: 'Patterns that are joined by and, or, not.',
    initial: {
      parts: [
        { id: 'errors', type: 'count', when: SAMPLE, times: 3, withinMs: 60_000 },
        { id: 'paid', type: 'match', when: "record.kind == 'mark' && record.name == 'paid'" },
      ],
      when: 'errors && !paid',
      withinMs: 120_000,
    },
    lines: [
      line(
        'when',
        field('when', 'Which parts together', { type: 'condition', isParts: true }),
        'is true, each part within the last',
        within,
      ),
      line(
        field('parts', 'Parts', {
          type: 'list',
          add: 'a part',
          initial: { id: 'part', type: 'match', when: SAMPLE },
          max: 10,
          lines: (part) => [
            line('part', field('id', 'Id of the part', { type: 'text' })),
            ...patternLines(part, false),
          ],
        }),
      ),
    ],
  },
};

const optionsOf = (words: Readonly<Record<string, Words>>): Option[] =>
  Object.entries(words).map(([value, { label, text }]) => ({ value, label, text }));
const isType = (type: string): type is Type => Object.hasOwn(ALL, type);

export function patternLines(trigger: Json, withCombination = true): Line[] {
  const type = textAt(trigger, ['type']) ?? '';
  const choice = field('', 'What it waits for', {
    type: 'switch',
    options: optionsOf(withCombination ? ALL : PATTERNS),
    current: (value) => textAt(value, ['type']) ?? '',
    edits: changePattern,
  });
  return [line('It fires when', choice), ...(isType(type) ? ALL[type].lines : [])];
}

/** Names that belong to patterns, and go with the one that had them. */
const OWNED = [
  ...new Set(Object.values(ALL).flatMap(({ initial, lines }) => [...Object.keys(initial), ...rootsOf(lines)])),
];

/** What the new pattern knows, too, stays; but the condition of a combination is of another kind. */
export function changePattern(value: Json, to: string): Edit[] {
  if (!isType(to)) return [];
  const old = isObject(value) ? value : {};
  const { initial } = ALL[to];
  const isOtherKind = (old['type'] === 'combination') !== (to === 'combination');
  const gone = OWNED.filter((key) => Object.hasOwn(old, key) && !knows(to, key));
  const added = Object.entries(initial).filter(([key]) => !Object.hasOwn(old, key) || (isOtherKind && key === 'when'));
  return [
    { path: ['type'], value: to },
    ...added.map(([key, item]) => ({ path: [key], value: item })),
    ...gone.map((key) => ({ path: [key], value: undefined })),
  ];
}

const knows = (type: Type, key: string): boolean =>
  Object.hasOwn(ALL[type].initial, key) || rootsOf(ALL[type].lines).includes(key);
