import { shortenJson } from './shortenJson.ts';
import type { SessionRecord } from './sessionRecord.ts';

/** A part of a record that is easier to read by itself: headers, a body, a stack. */
export interface DetailSection {
  title: string;
  text: string;
}

type Exchange = Extract<SessionRecord, { kind: 'network' }>['data'];
type Body = NonNullable<Exchange['requestBody']>;

/** The record's fields without what its sections show, and those. Plain text, whatever was recorded. */
export function splitDetails({ kind, data }: SessionRecord): { fields: object; sections: DetailSection[] } {
  switch (kind) {
    case 'network': {
      const { requestHeaders, requestBody, responseHeaders, responseBody, ...fields } = data;
      const sections = [
        ...headerSection('Request headers', requestHeaders),
        ...bodySection('Request body', requestBody),
        ...headerSection('Answer headers', responseHeaders),
        ...bodySection('Answer body', responseBody),
      ];
      return { fields, sections };
    }
    case 'error': {
      const { stack, ...fields } = data;
      return { fields, sections: stack === undefined ? [] : [{ title: 'Stack', text: stack }] };
    }
    case 'performance': {
      const { scripts, ...fields } = data;
      const lines = scripts?.map(({ durationMs, invoker, url }) => `${String(durationMs)} ms  ${invoker}  ${url}`);
      return { fields, sections: lines?.length ? [{ title: 'Longest scripts', text: lines.join('\n') }] : [] };
    }
    default:
      return { fields: data, sections: [] };
  }
}

function headerSection(title: string, headers: Record<string, string> | undefined): DetailSection[] {
  const lines = Object.entries(headers ?? {}).map(([name, value]) => `${name}: ${value}`);
  return lines.length === 0 ? [] : [{ title, text: lines.join('\n') }];
}

function bodySection(title: string, body: Body | undefined): DetailSection[] {
  if (body === undefined) return [];
  const notes = [body.type, body.note].filter((part) => part !== undefined && part !== '').join(', ');
  return [{ title: `${title} (${notes})`, text: indentJson(body.text ?? '') }];
}

/** What is JSON is indented; what was cut, or is anything else, stays as it is. */
function indentJson(text: string): string {
  try {
    return shortenJson(JSON.parse(text));
  } catch {
    return text;
  }
}
