import { formatSpan } from './format.ts';
import { counted, joinParts } from './lineParts.ts';
import type { SessionRecord } from './sessionRecord.ts';

type Data<K extends SessionRecord['kind']> = Extract<SessionRecord, { kind: K }>['data'];
interface Line {
  title: string;
  detail: string;
}

interface Target {
  selector: string;
  label?: string | undefined;
  field?: string | undefined;
}

const nameOf = ({ label, field, selector }: Target): string => label || field || selector;
const px = (value: number): string => `${String(Math.round(value))} px`;

export function describeInput(data: Data<'input'>): Line {
  const { type, visitCount, dwellMs, editCount, correctionCount, value } = data;
  const stay = [
    type === 'visit' && visitCount !== undefined && `stay ${String(visitCount)}`,
    dwellMs !== undefined && formatSpan(dwellMs),
    counted(editCount, 'edit'),
    Boolean(correctionCount) && counted(correctionCount, 'correction'),
    data.pasted === true && 'pasted',
  ];
  const content = value === undefined ? counted(data.length, 'character') : `“${value}”`;
  return { title: type, detail: joinParts(nameOf(data), content, ...stay, data.message) };
}

export function describePointer(data: Data<'pointer'>): Line {
  const { type, key, direction, distance, scale, points } = data;
  const gesture = [
    direction,
    distance !== undefined && px(distance),
    scale !== undefined && `${scale.toFixed(2)} ×`,
    counted(points?.length, 'point'),
  ];
  return { title: type === 'longpress' ? 'long press' : type, detail: joinParts(key, ...gesture, nameOf(data)) };
}

const FRUSTRATIONS: Record<Data<'frustration'>['type'], [title: string, noun: string]> = {
  rageClick: ['rage click', 'click'],
  deadClick: ['dead click', 'click'],
  errorClick: ['error click', 'click'],
  thrashedCursor: ['thrashed cursor', 'turn'],
};

export function describeFrustration(data: Data<'frustration'>): Line {
  const [title, noun] = FRUSTRATIONS[data.type];
  return { title, detail: joinParts(nameOf(data), counted(data.count, noun), data.message) };
}

/** What the host of the page has handed over, by name only: the details show all of it. */
export function namesOf(values: object | undefined): string {
  return Object.keys(values ?? {}).join(', ');
}
