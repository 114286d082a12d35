import { describeCondition } from './conditionWords.ts';
import { KIND_WORDS, isKind } from './kindWords.ts';
import { valueAt, type Json } from './jsonValue.ts';
import { isShown, type Field, type Line } from './lines.ts';
import { formatBytes, formatDateTime } from '../format.ts';

/** What a rule says, in plain words: for folded rules, and for those who read the form aloud. */
export function describeLines(lines: readonly Line[], value: Json): string {
  return lines
    .filter((line) => isShown(line, value))
    .map(({ words }) =>
      words
        .map((word) => (typeof word === 'string' ? word : describeField(word, value)))
        .filter((text) => text !== '')
        .join(' '),
    )
    .filter((text) => text !== '')
    .join(', ')
    .replace(/, ([;,.])/g, '$1');
}

function describeField({ path, as }: Field, rule: Json): string {
  const value = valueAt(rule, path);
  if (as.type === 'switch') return as.options.find((option) => option.value === as.current(value ?? null))?.label ?? '';
  if (value === undefined) return 'fallback' in as ? describeValue(as, as.fallback) : '…';
  return describeValue(as, value);
}

function describeValue(as: Field['as'], value: Json): string {
  switch (as.type) {
    case 'span':
      return typeof value === 'number' ? spanWords(value) : '…';
    case 'moment':
      return typeof value === 'number' ? formatDateTime(value) : '…';
    case 'bytes':
      return typeof value === 'number' ? formatBytes(value) : '…';
    case 'share':
      return typeof value === 'number' ? `${String(Math.round(value * 1_000) / 10)} %` : '…';
    case 'flag':
      return value === true ? 'yes' : 'no';
    case 'choice':
      return as.options.find((option) => option.value === value)?.label ?? plain(value);
    case 'choices':
      return listWords(value, (one) => as.options.find((option) => option.value === one)?.label ?? one);
    case 'kinds':
      return listWords(value, (one) => (isKind(one) ? KIND_WORDS[one].label.toLowerCase() : one));
    case 'words':
    case 'stateList':
      return listWords(value, (one) => one);
    case 'condition':
      return typeof value === 'string' ? describeCondition(value) : '…';
    case 'list':
      return Array.isArray(value) ? value.map((item) => describeLines(as.lines(item), item)).join('; ') : '';
    default:
      return plain(value);
  }
}

const plain = (value: Json): string => (typeof value === 'object' ? '…' : String(value));

const LIST_MAX = 5;

function listWords(value: Json, word: (one: string) => string): string {
  const all = Array.isArray(value) ? value.map((one) => word(plain(one))) : [];
  const more = all.length - LIST_MAX;
  return [...all.slice(0, LIST_MAX), ...(more > 0 ? [`${String(more)} more`] : [])].join(', ');
}

const UNITS = [
  [86_400_000, 'day'],
  [3_600_000, 'hour'],
  [60_000, 'minute'],
  [1_000, 'second'],
] as const;

/** `2 minutes`, `90 seconds`, `250 ms`: in the largest unit that it is a whole number of. */
export function spanWords(ms: number): string {
  const [size, noun] = UNITS.find(([unit]) => ms >= unit && ms % unit === 0) ?? [1, 'ms'];
  const count = ms / size;
  return noun === 'ms' ? `${String(count)} ms` : `${String(count)} ${noun}${count === 1 ? '' : 's'}`;
}
