import { completeCel } from './celWords.ts';
import { listAt, textAt, valueAt, type JsonPath } from './jsonValue.ts';
import { parseLoosely, placeAt } from './ruleText.ts';
import { meaningAt, namesAt, valuesAt, type Suggestion } from './schemaWords.ts';
import { namesOf } from './sections.ts';

/** What fits where the cursor is, and from where on it replaces what is written. */
export interface RuleCompletion {
  from: number;
  options: Suggestion[];
}

/** Fields that hold CEL. */
const CONDITIONS = ['when', 'enter', 'exit', 'by', 'of', 'without'];
/** Fields that hold an id of this rule set. */
const STATES = ['state', 'within', 'in', 'untilState', 'earlierStates'];

/** Names and values of the JSON by its schema, words of CEL within conditions, ids of the document where they are meant. */
export function completeRule(text: string, offset: number, schema: unknown): RuleCompletion | undefined {
  const { path, isName, string } = placeAt(text, offset);
  const document = parseLoosely(text);
  if (isName) {
    const owner = path.slice(0, -1);
    const own = valueAt(document, owner);
    const taken = own !== null && typeof own === 'object' && !Array.isArray(own) ? Object.keys(own) : [];
    const written = string?.value ?? '';
    const options = namesAt(
      schema,
      owner,
      document,
      taken.filter((name) => name !== written),
    );
    return string && { from: string.from, options };
  }
  if (!string) return undefined;
  if (isCondition(path)) {
    const { length, options } = completeCel(
      text.slice(string.from, offset),
      namesOf(document),
      partsAt(document, path),
    );
    return { from: offset - length, options };
  }
  return { from: string.from, options: idsFor(path, document) ?? valuesAt(schema, path, document) };
}

/** What the name or value under the pointer means. */
export function explainRule(
  text: string,
  offset: number,
  schema: unknown,
): { from: number; to: number; suggestion: Suggestion } | undefined {
  const { path, string } = placeAt(text, offset);
  const suggestion = string && meaningAt(schema, path, parseLoosely(text));
  return suggestion && { from: string.from, to: string.to, suggestion };
}

const fieldOf = (path: JsonPath): string => path.findLast((key) => typeof key === 'string') ?? '';

function isCondition(path: JsonPath): boolean {
  const name = fieldOf(path);
  return name === 'steps' || (CONDITIONS.includes(name) && typeof path.at(-1) === 'string');
}

/** The condition of a combination is on its parts. */
function partsAt(document: ReturnType<typeof parseLoosely>, path: JsonPath): string[] {
  const owner = path.slice(0, -1);
  if (fieldOf(path) !== 'when' || textAt(document, [...owner, 'type']) !== 'combination') return [];
  return listAt(document, [...owner, 'parts']).flatMap((part) => textAt(part, ['id']) ?? []);
}

function idsFor(path: JsonPath, document: ReturnType<typeof parseLoosely>): Suggestion[] | undefined {
  const { states, audiences } = namesOf(document);
  const name = fieldOf(path);
  if (STATES.includes(name))
    return states.map((label) => ({ label, detail: 'state', text: 'State of this rule set.' }));
  if (name !== 'audience') return undefined;
  return audiences.map((label) => ({ label, detail: 'audience', text: 'Audience of this rule set.' }));
}
