/** A word of a condition: a path such as `record.path`, a literal with its value, or a sign. */
export interface Token {
  type: 'path' | 'string' | 'number' | 'boolean' | 'sign';
  text: string;
  value?: string | number | boolean;
}

const PATTERN =
  /\s*(?:(?<path>[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*)|(?<number>-?\d+(?:\.\d+)?)|(?<string>"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')|(?<sign>&&|\|\||[=!<>]=|[<>!()]))/y;

/** Undefined for what a simple condition has not: arithmetic, indexes, lists, and so on. */
export function readTokens(text: string): Token[] | undefined {
  const pattern = new RegExp(PATTERN);
  const tokens: Token[] = [];
  const end = text.trimEnd().length;
  while (pattern.lastIndex < end) {
    const groups = pattern.exec(text)?.groups;
    const token = groups && toToken(groups);
    if (!token) return undefined;
    tokens.push(token);
  }
  return tokens;
}

function toToken({ path, number, string, sign }: Readonly<Record<string, string | undefined>>): Token | undefined {
  if (path === 'true' || path === 'false') return { type: 'boolean', text: path, value: path === 'true' };
  if (path === 'null') return undefined;
  if (path !== undefined) return { type: path === 'in' ? 'sign' : 'path', text: path };
  if (number !== undefined) return readNumber(number);
  if (sign !== undefined) return { type: 'sign', text: sign };
  const value = string === undefined ? undefined : unquote(string);
  return string === undefined || value === undefined ? undefined : { type: 'string', text: string, value };
}

/** Only those that are written again as they were. */
function readNumber(text: string): Token | undefined {
  const value = Number(text);
  return String(value) === text ? { type: 'number', text, value } : undefined;
}

const ESCAPES: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  b: '\b',
  f: '\f',
  '\\': '\\',
  '"': '"',
  "'": "'",
};

function unquote(literal: string): string | undefined {
  const body = literal.slice(1, -1);
  const escapes = body.match(/\\(?:u[0-9a-fA-F]{4}|.)/g) ?? [];
  if (escapes.some((escape) => escape.length === 2 && !Object.hasOwn(ESCAPES, escape.charAt(1)))) return undefined;
  return body.replace(/\\(?:u([0-9a-fA-F]{4})|(.))/g, (_whole, code?: string, letter?: string) =>
    code === undefined ? (ESCAPES[letter ?? ''] ?? '') : String.fromCharCode(Number.parseInt(code, 16)),
  );
}
