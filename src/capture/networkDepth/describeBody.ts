import { scrubMessage, scrubStart } from '../../tools/scrub.ts';
import type { RecordData } from '../../wire/record.ts';
import { cutBytes, cutJson } from './cutJson.ts';
import { endsHere, MASK, parseRedaction, stepInto, type Redaction } from './redaction.ts';
import { parseJson, redactJson } from './redactJson.ts';
import { redactText } from './redactText.ts';

export type Body = NonNullable<RecordData<'network'>['responseBody']>;

/** What was read of a body. */
export interface RawBody {
  /** Media type, in lower case. */
  type: string;
  text?: string;
  /** Names and values of a form. */
  fields?: [name: string, value: string][];
  /** The text is only the beginning. */
  isCut?: boolean;
  /** Why there is no text. */
  note?: string;
}

export interface BodyLimits {
  maxBytes: number;
  redact: readonly string[];
}

/** A body as it may be recorded: redacted first, then cut, so that half a secret can't pass. */
export function describeBody(raw: RawBody, limits: BodyLimits, privateText: (text: string) => string): Body {
  const { type } = raw;
  if (raw.note !== undefined) return { type, note: raw.note };
  const redaction = parseRedaction(limits.redact);
  if (!redaction) return { type, note: 'a path of redact is not understood' };
  const text = (value: string) => privateText(scrubMessage(redactText(value, redaction.isSecret)));
  if (raw.fields) return { type, ...cutText(printForm(raw.fields, redaction, text), limits.maxBytes) };
  return { type, ...describeText(raw, redaction, limits.maxBytes, text) };
}

type Told = Omit<Body, 'type'>;
type MaskText = (text: string) => string;

function describeText(raw: RawBody, redaction: Redaction, maxBytes: number, text: MaskText): Told {
  const { text: body = '', isCut = false } = raw;
  const isJson = isJsonType(raw.type);
  if (isCut && isJson) return { note: 'too long' };
  const parsed = isCut || !(isJson || /^\s*[[{"]/.test(body)) ? undefined : parseJson(body);
  if (parsed) {
    const cut = cutJson(redactJson(parsed.value, redaction, text), maxBytes);
    return cut ? { text: cut.text, ...(cut.isCut && { note: 'cut' }) } : { note: 'too long' };
  }
  // A path leads nowhere in what can't be parsed, and what it was meant for would stand there.
  const isLikeJson = isJson || (redaction.paths.length > 0 && /^[^\p{L}\p{N}<]*[[{]/u.test(body));
  if (body !== '' && isLikeJson) return { note: 'not JSON' };
  return cutText(isCut ? scrubStart(body, body.length, text) : text(body), maxBytes, isCut);
}

function cutText(text: string, maxBytes: number, isCut = false): Told {
  const cut = cutBytes(text, maxBytes);
  return { text: cut, ...((isCut || cut.length < text.length) && { note: 'cut' }) };
}

function printForm(fields: [string, string][], redaction: Redaction, text: MaskText): string {
  const safe = fields.map(([name, value]) => {
    const isHidden = redaction.isSecret(name) || endsHere(stepInto(redaction.paths, name)) || endsHere(redaction.paths);
    return [scrubMessage(name), isHidden ? MASK : text(value)];
  });
  return new URLSearchParams(safe).toString();
}

export function isJsonType(type: string): boolean {
  return /^(application|text)\/(.+\+)?json$/.test(type);
}
