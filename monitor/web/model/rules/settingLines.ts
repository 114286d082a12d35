import { LINK_ACTIONS } from 'rewindow/wire';
import { field, line, optional, type FieldType, type Line, type Option } from './lines.ts';

/** What a rule set says once, as sentences. */
const number = (min: number, fallback: number, max?: number): FieldType => ({
  type: 'number',
  min,
  fallback,
  isDecimal: true,
  ...(max !== undefined && { max }),
});
const MASKS: Option[] = [
  { value: 'inputs', label: 'what is typed' },
  { value: 'text', label: 'all texts' },
  { value: 'all', label: 'texts and pictures' },
];

export const GENERAL: readonly Line[] = [
  line('The rule set is called', field('name', 'Name of the rule set', { type: 'text', isWide: true })),
  line('It applies to', field('sample', 'Share of the sessions', { type: 'share', fallback: 1 }), 'of the sessions'),
  optional(
    'only for an audience',
    { audience: '' },
    'which are of',
    field('audience', 'Audience of the rule set', { type: 'audience' }),
    '; all others sleep',
  ),
  optional(
    'mask more',
    { 'privacy.mask': 'text' },
    'The recorder masks',
    field('privacy.mask', 'What is masked', { type: 'choice', options: MASKS }),
  ),
  optional(
    'end of an idle visit',
    { 'session.idleMinutes': 30 },
    'A visit ends after',
    field('session.idleMinutes', 'Idle minutes', number(1, 30)),
    'minutes without a sign of life',
  ),
  optional(
    'longest visit',
    { 'session.maxMinutes': 720 },
    'and after',
    field('session.maxMinutes', 'Minutes at most', number(1, 720)),
    'minutes at the latest',
  ),
];

export const BUFFER: readonly Line[] = [
  line(
    'The device keeps the last',
    field('buffer.minutes', 'Minutes that are kept', number(0.1, 3, 1_440)),
    'minutes, in at most',
    field('buffer.maxBytes', 'Size of the buffer', { type: 'bytes', fallback: 20_000_000 }),
  ),
  optional(
    'how often it can start',
    { 'buffer.checkpointEveryMs': 60_000 },
    'A replay can start every',
    field('buffer.checkpointEveryMs', 'Checkpoint every', { type: 'span' }),
  ),
  optional(
    'some kinds longer or shorter',
    { 'buffer.perKind': [{ kinds: ['dom'], minutes: 1 }] },
    'But',
    field('buffer.perKind', 'Per kind', {
      type: 'list',
      add: 'kinds',
      initial: { kinds: ['error'], minutes: 10 },
      max: 24,
      lines: () => [
        line('of', field('kinds', 'Kinds', { type: 'kinds' })),
        optional('for how long', { minutes: 1 }, 'the last', field('minutes', 'Minutes', number(0.1, 3)), 'minutes'),
        optional('how much', { maxBytes: 1_000_000 }, 'at most', field('maxBytes', 'Bytes at most', { type: 'bytes' })),
      ],
    }),
  ),
];

const LINK_WORDS: Readonly<Record<string, string>> = {
  send: 'send as always',
  reduce: 'send only what is light',
  hold: 'hold it until the link is better',
  drop: 'do not send it',
};
const ACTIONS = LINK_ACTIONS.map((value) => ({ value, label: LINK_WORDS[value] ?? value }));
const onLink = (key: string, words: string): Line =>
  line(words, field(`link.${key}`, words, { type: 'choice', options: ACTIONS, fallback: 'send' }));

export const LINK: readonly Line[] = [
  onLink('cellular', 'On a mobile network'),
  onLink('slow', 'On a slow link'),
  onLink('metered', 'On a metered link'),
  onLink('saver', 'Where the user saves data'),
  onLink('lowBattery', 'With a low battery'),
  line(
    'Slow is below',
    field('link.slowKbps', 'Slow is below', number(1, 300)),
    'kbit/s. What is held is sent after',
    field('link.maxHoldMinutes', 'Held for at most', number(0, 60, 1_440)),
    'minutes all the same.',
  ),
];

export const LIMITS: readonly Line[] = [
  line(
    'Per session and device at most',
    field('limits.sendBytes', 'Bytes that are sent', { type: 'bytes', fallback: 50_000_000 }),
    'are sent,',
  ),
  line(
    field('limits.imageCount', 'Images', number(0, 200)),
    'images are taken and',
    field('limits.instructionCount', 'Instructions', number(1, 200)),
    'instructions carried out.',
  ),
  line(
    'Instructions may lead to one another',
    field('limits.drillDepth', 'Depth of drill-down', number(0, 3, 10)),
    'times.',
  ),
  line(
    'Without hearing from the monitor the rules are used for',
    field('limits.ttlHours', 'Hours', number(0.1, 168)),
    'hours.',
  ),
];
