import type { Expression, RecordKind, RuleSetSource } from 'rewindow/wire';
import type { CompiledCondition, ConditionCompiler } from './conditionCompiler.ts';
import { PATTERN_LENGTH_MAX } from './functions.ts';
import type { JsonPath } from './jsonText.ts';

type State = RuleSetSource['states'][number];

const WAYS = ['enter', 'url', 'marker', 'element'] as const;

/** A state with its way in as a condition, whichever form it has in the source. */
export function compileState(
  { enter, url, marker, element, exit, ...state }: State,
  path: JsonPath,
  compiler: ConditionCompiler,
) {
  const given = { enter, url, marker, element };
  const [first, second] = WAYS.filter((way) => given[way] !== undefined);
  if (first === undefined) compiler.refuse(path, 'a state needs a way in: "enter", "url", "marker" or "element"');
  if (second !== undefined) {
    compiler.refuse([...path, second], `a state has one way in; this one has "${String(first)}" already`);
  }
  const entered = compileEntry(given, path, compiler);
  const left = compileExit({ exit, element }, path, compiler);
  const observes = new Set<RecordKind>([...entered.observes, ...(left?.observes ?? (['navigation'] as const))]);
  return { ...state, element, enter: entered.expression, exit: left?.expression, observes: [...observes] };
}

function compileEntry(
  { enter, url, marker, element }: Pick<State, (typeof WAYS)[number]>,
  path: JsonPath,
  compiler: ConditionCompiler,
): CompiledCondition {
  if (enter !== undefined) return compiler.pageCondition([...path, 'enter'], enter);
  if (url !== undefined) return compileAddress(url, [...path, 'url'], compiler);
  if (marker !== undefined) return { expression: all(is('kind', 'mark'), is('name', marker)), observes: ['mark'] };
  return element === undefined ? { expression: false, observes: [] } : presence('elementShown', element);
}

/** Without an exit of its own, what an element has entered is left with the element; others by navigation, see the engine. */
function compileExit(
  { exit, element }: Pick<State, 'exit' | 'element'>,
  path: JsonPath,
  compiler: ConditionCompiler,
): CompiledCondition | undefined {
  if (exit !== undefined) return compiler.pageCondition([...path, 'exit'], exit);
  return element === undefined ? undefined : presence('elementGone', element);
}

function compileAddress(url: string, path: JsonPath, compiler: ConditionCompiler): CompiledCondition {
  const isAddress = /^https?:/.test(url);
  if (url.length > PATTERN_LENGTH_MAX) {
    compiler.refuse(path, `a pattern has at most ${String(PATTERN_LENGTH_MAX)} characters`);
  } else if (!isAddress && !/^[/*]/.test(url)) {
    compiler.refuse(path, `a path begins with "/" or "*", an address with "http": "${url}" is never the page's`);
  }
  const place: Expression = ['like', ['get', 'record', isAddress ? 'url' : 'path'], url];
  return { expression: all(is('kind', 'navigation'), place), observes: ['navigation'] };
}

function presence(type: 'elementShown' | 'elementGone', selector: string): CompiledCondition {
  const isElement = all(is('type', type), is('selector', selector));
  return { expression: all(is('kind', 'page'), isElement), observes: ['page'] };
}

function is(field: string, value: string): Expression {
  return ['==', ['get', 'record', field], value];
}

function all(one: Expression, other: Expression): Expression {
  return ['and', one, other];
}
