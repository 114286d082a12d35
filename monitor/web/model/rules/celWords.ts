import { fieldsFor, findField, SURROUNDINGS } from './conditionFields.ts';
import { isKind, KIND_WORDS } from './kindWords.ts';
import type { Suggestion } from './schemaWords.ts';
import type { Names } from './sections.ts';
import { CONDITION_KINDS } from './conditionFields.ts';

/** What can be written at a place within a condition. `from` counts back from the cursor. */
export interface CelCompletion {
  length: number;
  options: Suggestion[];
}

const ROOTS: Suggestion[] = [
  { label: 'record', detail: 'object', text: 'What has just happened.' },
  { label: 'session', detail: 'object', text: 'The visit.' },
  { label: 'page', detail: 'object', text: 'The page on which it happened.' },
  { label: 'user', detail: 'object', text: 'Who it is, as the page said by identify().' },
  { label: 'state', detail: 'object', text: 'States that are entered, or were.' },
  { label: 'link', detail: 'object', text: 'The connection to the network.' },
  { label: 'profile', detail: 'object', text: 'What the monitor knows of the user; runs in the monitor.' },
  { label: 'has', detail: 'function', text: 'has(record.label): whether it is there.' },
  { label: 'size', detail: 'function', text: 'size(record.label): characters or entries.' },
];
const METHODS: Suggestion[] = [
  { label: 'startsWith', detail: 'method', text: 'text.startsWith("/shop")' },
  { label: 'endsWith', detail: 'method', text: 'text.endsWith(".pdf")' },
  { label: 'contains', detail: 'method', text: 'text.contains("pay")' },
  { label: 'like', detail: 'method', text: 'text.like("/shop/*"): * stands for anything.' },
];

/** `before`: the condition up to the cursor, as it is written in JSON. */
export function completeCel(before: string, names: Names, parts: readonly string[] = []): CelCompletion {
  const plain = before.replaceAll('\\"', '"');
  const literal = /(?:^|[^\w])(["'])([^"']*)$/.exec(plain);
  if (literal && isInString(plain)) return completeLiteral(plain, literal[2] ?? '', names);
  const path = /[A-Za-z_][\w.]*$/.exec(plain)?.[0] ?? '';
  const dot = path.lastIndexOf('.');
  if (dot < 0) return { length: path.length, options: [...parts.map(partOf), ...(parts.length > 0 ? [] : ROOTS)] };
  return { length: path.length - dot - 1, options: membersOf(path.slice(0, dot), kindIn(plain)) };
}

const partOf = (id: string): Suggestion => ({ label: id, detail: 'part', text: 'True while this part has happened.' });

function isInString(text: string): boolean {
  let open = '';
  for (const letter of text) {
    if (open === '' && (letter === '"' || letter === "'")) open = letter;
    else if (letter === open) open = '';
  }
  return open !== '';
}

/** The kind that the condition is about, as far as it says so. */
function kindIn(text: string) {
  const kind = /record\.kind\s*==\s*["'](\w+)["']/.exec(text)?.[1];
  return isKind(kind) ? kind : undefined;
}

function membersOf(owner: string, kind: ReturnType<typeof kindIn>): Suggestion[] {
  const fields = fieldsFor(kind);
  const prefix = `${owner}.`;
  const members = fields
    .filter(({ path }) => path.startsWith(prefix))
    .map(({ path, label, type, group }) => ({
      label: path.slice(prefix.length),
      detail: type,
      text: `${label} (${group.toLowerCase()})`,
    }));
  if (owner === 'record') {
    members.unshift(
      { label: 'kind', detail: 'text', text: 'Kind of the record.' },
      { label: 'at', detail: 'number', text: 'When, epoch milliseconds.' },
    );
  }
  if (members.length > 0) return members;
  const field = findField(fields, owner);
  return field?.type === 'text' || field?.type === 'map' ? METHODS : [];
}

function completeLiteral(plain: string, typed: string, names: Names): CelCompletion {
  const head = plain.slice(0, plain.length - typed.length - 1);
  const path = /([A-Za-z_][\w.]*)\s*(?:==|!=)\s*$/.exec(head)?.[1];
  const options =
    path === undefined ? (/(?:^|[(&|!])\s*$/.test(head) ? statesOf(names) : []) : literalsFor(path, head, names);
  return { length: typed.length, options };
}

function literalsFor(path: string, head: string, names: Names): Suggestion[] {
  if (path === 'record.kind')
    return CONDITION_KINDS.map((kind) => ({ label: kind, detail: 'kind', text: KIND_WORDS[kind].text }));
  if (path === 'record.state') return statesOf(names);
  const field = findField([...fieldsFor(kindIn(head)), ...SURROUNDINGS], path);
  return (field?.values ?? []).map((label) => ({ label, detail: 'value', text: '' }));
}

const statesOf = ({ states }: Names): Suggestion[] =>
  states.map((label) => ({ label, detail: 'state', text: 'State of this rule set.' }));
