import { findNodeAtLocation, parseTree, printParseErrorCode, type Node, type ParseError } from 'jsonc-parser';

export type JsonPath = (string | number)[];
/** Something that is wrong at an offset of a text. */
export interface TextProblem {
  path: JsonPath;
  message: string;
  offset: number;
}

/** A JSON text with its value, and the places of its parts. */
export interface JsonText {
  value: unknown;
  /** Where the value stands; of a value that isn't there: what would hold it. */
  offsetOf(path: JsonPath): number;
  /** Where the name of a field stands. */
  offsetOfName(path: JsonPath): number;
  /** Where a character of a string stands, escapes counted. */
  offsetInString(path: JsonPath, index: number): number;
}

/** Deeper than any rule set is; the parser recurses. */
const DEPTH_MAX = 40;
const REFUSED_NAMES = ['__proto__'];
const WORDS: Readonly<Record<string, string>> = {
  InvalidCommentToken: 'JSON has no comments',
  PropertyNameExpected: 'a name in double quotes is expected (a comma before } is one too many)',
  ValueExpected: 'a value is expected (a comma before ] is one too many)',
  ColonExpected: 'a colon is expected',
  CommaExpected: 'a comma is expected',
  CloseBraceExpected: 'the object is not closed: } is missing',
  CloseBracketExpected: 'the list is not closed: ] is missing',
  EndOfFileExpected: 'the text goes on after the end of the rule set',
  UnexpectedEndOfString: 'the string is not closed',
  InvalidEscapeCharacter: 'this escape is not JSON',
  InvalidUnicode: 'this escape is not JSON: \\u takes four hexadecimal digits',
  InvalidCharacter: 'a line break or tab in a string is written \\n or \\t',
  InvalidNumberFormat: 'this number is not JSON',
  InvalidSymbol: 'this word is not JSON; strings stand in double quotes',
};

/** Reads strict JSON: no comments, no trailing commas, no name twice, no `__proto__`. */
export function readJsonText(text: string): JsonText | { problems: TextProblem[] } {
  const tooDeep = findTooDeep(text);
  if (tooDeep !== undefined) return { problems: [{ path: [], message: 'nested too deeply', offset: tooDeep }] };
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { disallowComments: true, allowTrailingComma: false });
  // What follows the first error is mostly its echo.
  const [error] = errors;
  if (error !== undefined) return { problems: [explain(error, text)] };
  const problems = root === undefined ? [] : findBadNames(root);
  if (problems.length > 0) return { problems };
  try {
    return locate(text, JSON.parse(text), root);
  } catch {
    return { problems: [{ path: [], message: 'this is not JSON', offset: 0 }] };
  }
}

function explain({ error, offset }: ParseError, text: string): TextProblem {
  if (text.trim() === '') return { path: [], message: 'the text is empty', offset: 0 };
  const code = printParseErrorCode(error);
  return { path: [], message: WORDS[code] ?? `this is not JSON (${code})`, offset };
}

function findTooDeep(text: string): number | undefined {
  let depth = 0;
  // A string that isn't closed goes to the end: to look for others in it would take the square of its length.
  for (const { 0: token, index } of text.matchAll(/"(?:[^"\\]|\\.)*"?|[[\]{}]/gs)) {
    if (token === '{' || token === '[') depth += 1;
    if (token === '}' || token === ']') depth -= 1;
    if (depth > DEPTH_MAX) return index;
  }
  return undefined;
}

function findBadNames(root: Node): TextProblem[] {
  const problems: TextProblem[] = [];
  const pending: { node: Node; path: JsonPath }[] = [{ node: root, path: [] }];
  for (let next = pending.pop(); next; next = pending.pop()) {
    const { node, path } = next;
    const seen = new Set<string>();
    for (const [index, child] of (node.children ?? []).entries()) {
      if (node.type === 'array') pending.push({ node: child, path: [...path, index] });
      if (node.type !== 'object') continue;
      const [nameNode, value] = child.children ?? [];
      const name = String(nameNode?.value);
      const message = nameProblem(name, seen);
      if (message !== undefined) problems.push({ path: [...path, name], message, offset: child.offset });
      seen.add(name);
      if (value !== undefined) pending.push({ node: value, path: [...path, name] });
    }
  }
  return problems.sort((one, other) => one.offset - other.offset);
}

function nameProblem(name: string, seen: ReadonlySet<string>): string | undefined {
  if (REFUSED_NAMES.includes(name)) return `the name "${name}" is not allowed`;
  return seen.has(name) ? `"${name}" stands here twice` : undefined;
}

function locate(text: string, value: unknown, root: Node | undefined): JsonText {
  const nodeAt = (path: JsonPath): Node | undefined => {
    const node = root === undefined ? undefined : findNodeAtLocation(root, path);
    return node ?? (path.length > 0 ? nodeAt(path.slice(0, -1)) : root);
  };
  const exactNode = (path: JsonPath) => (root === undefined ? undefined : findNodeAtLocation(root, path));
  return {
    value,
    offsetOf: (path) => nodeAt(path)?.offset ?? 0,
    offsetOfName: (path) => exactNode(path)?.parent?.offset ?? nodeAt(path)?.offset ?? 0,
    offsetInString(path, index) {
      const node = exactNode(path);
      if (node === undefined) return nodeAt(path)?.offset ?? 0;
      return node.offset + 1 + rawLength(text.slice(node.offset + 1, node.offset + node.length - 1), index);
    },
  };
}

/** Length of the raw text of a string's first characters, which may be written as escapes. */
function rawLength(raw: string, characterCount: number): number {
  let length = 0;
  for (let index = 0; index < characterCount && length < raw.length; index += 1) {
    const isEscape = raw[length] === '\\';
    length += isEscape ? (raw[length + 1] === 'u' ? 6 : 2) : 1;
  }
  return length;
}
