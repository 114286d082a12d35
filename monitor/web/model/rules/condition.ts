import { readTokens, type Token } from './celTokens.ts';

/**
 * Conditions that can be put together without writing CEL: of one kind of record, with clauses that are joined by `and` or by
 * `or`. Everything else stays CEL text. What is read and written again means the same.
 */
export interface SimpleCondition {
  /** `record.kind == …`, which must hold besides the clauses. */
  kind: string | undefined;
  join: 'and' | 'or';
  clauses: Clause[];
}
export type Operator =
  | ('==' | '!=' | '<' | '<=' | '>' | '>=')
  | ('startsWith' | 'endsWith' | 'contains' | 'like' | 'has' | 'is')
  | ('notStartsWith' | 'notEndsWith' | 'notContains' | 'notLike' | 'hasNot' | 'isNot')
  | ('holds' | 'holdsNot');
export type Literal = string | number | boolean;
export interface Clause {
  /** `record.status` */
  path: string;
  operator: Operator;
  /** Absent for `is`, `isNot`, `has` and `hasNot`. */
  value?: Literal;
}

export const COMPARISONS = ['==', '!=', '<', '<=', '>', '>='] as const;
export const METHODS = ['startsWith', 'endsWith', 'contains', 'like'] as const;
const NEGATED = {
  startsWith: 'notStartsWith',
  endsWith: 'notEndsWith',
  contains: 'notContains',
  like: 'notLike',
  has: 'hasNot',
  is: 'isNot',
  holds: 'holdsNot',
} as const satisfies Partial<Record<Operator, Operator>>;

/** Undefined where the text is more than that, or no condition. */
export function parseCondition(text: string): SimpleCondition | undefined {
  const tokens = readTokens(text);
  if (!tokens || tokens.length === 0) return undefined;
  const whole = parseJoined(tokens);
  if (!whole) return undefined;
  const [first, ...rest] = whole.terms;
  const kind = first && whole.join !== 'or' ? kindOf(parseClause(first)) : undefined;
  if (kind === undefined) return fromTerms(undefined, whole.join ?? 'and', whole.terms);
  const [only] = rest;
  const group = rest.length === 1 && only ? unwrap(only) : undefined;
  const inner = group && parseJoined(group);
  if (inner?.join === 'or') return fromTerms(kind, 'or', inner.terms);
  return fromTerms(kind, 'and', rest);
}

export function formatCondition({ kind, join, clauses }: SimpleCondition): string {
  const texts = clauses.map(formatClause);
  const head = kind === undefined ? [] : [`record.kind == ${quote(kind)}`];
  if (join === 'and' || texts.length < 2) return [...head, ...texts].join(' && ');
  const joined = texts.join(' || ');
  return kind === undefined ? joined : [...head, `(${joined})`].join(' && ');
}

interface Joined {
  /** Undefined for a single term. */
  join: 'and' | 'or' | undefined;
  terms: Token[][];
}

/** Splits at `&&` or `||` outside brackets; undefined where both are there. */
function parseJoined(tokens: readonly Token[]): Joined | undefined {
  const terms: Token[][] = [[]];
  let join: Joined['join'];
  let depth = 0;
  for (const token of tokens) {
    if (token.text === '(') depth += 1;
    if (token.text === ')') depth -= 1;
    if (depth < 0) return undefined;
    const found = token.type !== 'sign' || depth > 0 ? undefined : ({ '&&': 'and', '||': 'or' } as const)[token.text];
    if (found === undefined) {
      terms.at(-1)?.push(token);
      continue;
    }
    if (join !== undefined && join !== found) return undefined;
    join = found;
    terms.push([]);
  }
  return depth === 0 && terms.every((term) => term.length > 0) ? { join, terms } : undefined;
}

function fromTerms(
  kind: string | undefined,
  join: 'and' | 'or',
  terms: readonly Token[][],
): SimpleCondition | undefined {
  const clauses = terms.map(parseClause);
  return clauses.every((clause) => clause !== undefined) ? { kind, join, clauses } : undefined;
}

function kindOf(clause: Clause | undefined): string | undefined {
  if (clause?.path !== 'record.kind' || clause.operator !== '==') return undefined;
  return typeof clause.value === 'string' ? clause.value : undefined;
}

/** What stands in brackets that close at its end. */
function unwrap(tokens: readonly Token[]): Token[] | undefined {
  if (tokens[0]?.text !== '(' || tokens.at(-1)?.text !== ')') return undefined;
  let depth = 0;
  const closesEarly = tokens.slice(0, -1).some(({ type, text }) => {
    if (type === 'sign' && text === '(') depth += 1;
    if (type === 'sign' && text === ')') depth -= 1;
    return depth === 0;
  });
  return closesEarly ? undefined : tokens.slice(1, -1);
}

function parseClause(tokens: readonly Token[]): Clause | undefined {
  const inner = unwrap(tokens);
  if (inner) return parseClause(inner);
  const [first, ...rest] = tokens;
  if (first?.type === 'sign' && first.text === '!') return negate(parseTest(unwrap(rest) ?? rest));
  return parseTest(tokens);
}

function negate(clause: Clause | undefined): Clause | undefined {
  if (!clause || !isNegatable(clause.operator)) return undefined;
  return { ...clause, operator: NEGATED[clause.operator] };
}

const isNegatable = (operator: Operator): operator is keyof typeof NEGATED => Object.hasOwn(NEGATED, operator);

/** `path`, `path OP literal`, `path.method("…")`, `has(path)` or `"…" in path`. */
function parseTest(tokens: readonly Token[]): Clause | undefined {
  const [first, second, third, fourth] = tokens;
  if (!first) return undefined;
  if (tokens.length === 1) return first.type === 'path' ? { path: first.text, operator: 'is' } : undefined;
  if (tokens.length === 3 && second?.text === 'in' && third?.type === 'path') {
    return first.type === 'string' ? { path: third.text, operator: 'holds', value: first.value ?? '' } : undefined;
  }
  const comparison = COMPARISONS.find((sign) => sign === second?.text);
  if (tokens.length === 3 && comparison && first.type === 'path' && third?.value !== undefined) {
    return { path: first.text, operator: comparison, value: third.value };
  }
  const isCall = tokens.length === 4 && first.type === 'path' && second?.text === '(' && fourth?.text === ')';
  if (!isCall) return undefined;
  if (first.text === 'has') return third?.type === 'path' ? { path: third.text, operator: 'has' } : undefined;
  const dot = first.text.lastIndexOf('.');
  const method = METHODS.find((name) => name === first.text.slice(dot + 1));
  if (!method || dot < 0 || third?.type !== 'string') return undefined;
  return { path: first.text.slice(0, dot), operator: method, value: third.value ?? '' };
}

function formatClause({ path, operator, value = '' }: Clause): string {
  const literal = typeof value === 'string' ? quote(value) : String(value);
  switch (operator) {
    case 'startsWith':
    case 'endsWith':
    case 'contains':
    case 'like':
      return `${path}.${operator}(${literal})`;
    case 'notStartsWith':
    case 'notEndsWith':
    case 'notContains':
    case 'notLike':
      return `!${path}.${operator.charAt(3).toLowerCase()}${operator.slice(4)}(${literal})`;
    case 'has':
      return `has(${path})`;
    case 'hasNot':
      return `!has(${path})`;
    case 'is':
      return path;
    case 'isNot':
      return `!${path}`;
    case 'holds':
      return `${literal} in ${path}`;
    case 'holdsNot':
      return `!(${literal} in ${path})`;
    default:
      return `${path} ${operator} ${literal}`;
  }
}

/** In single quotes, because conditions stand in JSON, where double ones are escaped. */
export function quote(text: string): string {
  const escaped = JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'");
  return `'${escaped}'`;
}
