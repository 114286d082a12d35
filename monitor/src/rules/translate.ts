import { isExpression, LIMITS, type Expression } from 'rewindow/wire';
import { parseCel, type CelNode, type CelProblem } from './cel.ts';
import { translateCall, translateMethod } from './functions.ts';
import { translateBinary, translateChain } from './operators.ts';
import { fieldType, rootType, type NameTypes, type PathType } from './scopeTypes.ts';
import type { Translation, Typed } from './translation.ts';
import { fits, listOf, type ValueType } from './types.ts';

export type Expected = 'condition' | 'number' | 'scalar';

/** What stands for a part that has a problem: fits everywhere, so that one mistake is reported once. */
const WRONG: Typed = { expression: null, type: 'any' };

/**
 * Translates a condition in CEL into the expression that page and monitor evaluate, or says what is wrong with it.
 * @param nameTypes what its names mean; those of combinations are their own
 */
export function translateCondition(
  text: string,
  expected: Expected,
  nameTypes: NameTypes = rootType,
): Expression | { problems: CelProblem[] } {
  const root = parseCel(text);
  if ('message' in root) return { problems: [root] };
  const problems: CelProblem[] = [];
  const translation: Translation = {
    nameTypes,
    translate: (node) => translateNode(node, translation),
    report({ start }, message) {
      problems.push({ message, offset: start });
      return WRONG;
    },
  };
  const { expression, type } = translation.translate(root);
  const wrong = problems.length === 0 ? checkResult(expression, type, expected) : undefined;
  if (wrong !== undefined) translation.report(root, wrong);
  return problems.length > 0 ? { problems } : expression;
}

function checkResult(expression: Expression, type: ValueType, expected: Expected): string | undefined {
  if (expected === 'condition' && !fits(type, 'bool')) return `a condition is true or false, this is a ${type}`;
  if (expected === 'number' && !fits(type, 'number')) return `a number is expected, this is a ${type}`;
  if (expected === 'scalar' && !fits(type, 'bool', 'number', 'string', 'null')) {
    return `a string, a number or a truth value is expected, this is a ${type}`;
  }
  if (isExpression(expression)) return undefined;
  const { expressionDepth, expressionStepCount } = LIMITS;
  return `too large: at most ${String(expressionStepCount)} parts, nested ${String(expressionDepth)} deep`;
}

function translateNode(node: CelNode, translation: Translation): Typed {
  const { translate, report } = translation;
  switch (node.op) {
    case 'value':
      return translateLiteral(node, node.args, report);
    case 'id':
      return place(node, { expression: ['get', node.args], type: 'any' }, translation.nameTypes(node.args), report);
    case '.':
      return readField(node, translate(node.args[0]), node.args[1], report);
    case '[]':
      return readIndex(node, translation);
    case 'list':
      return translateList(node.args.map(translate));
    case 'call':
      return translateCall(node, translation);
    case 'rcall':
      return translateMethod(node, translation);
    case '&&':
    case '||':
      return translateChain(node, translation);
    case '?:':
      return translateChoice(node, translation);
    case '!_':
    case '-_':
      return translateUnary(node, translation);
    case 'map':
    case '.?':
    case '[?]':
      return report(node, 'maps and optional fields are not part of the rule language');
    default:
      return translateBinary(node, translation);
  }
}

type Report = Translation['report'];
type Place = Pick<CelNode, 'start' | 'end'>;

function translateLiteral(node: CelNode, value: unknown, report: Report): Typed {
  if (value === null) return { expression: null, type: 'null' };
  if (typeof value === 'boolean') return { expression: value, type: 'bool' };
  if (typeof value === 'string') return { expression: value, type: 'string' };
  if (typeof value === 'number') return { expression: value, type: 'number' };
  if (typeof value !== 'bigint') return report(node, 'bytes and unsigned numbers are not part of the rule language');
  const number = Number(value);
  return Number.isSafeInteger(number)
    ? { expression: number, type: 'number' }
    : report(node, 'the number is too large to be exact (at most 9007199254740991)');
}

function readField(node: Place, owner: Typed, name: string, report: Report): Typed {
  if (owner === WRONG) return WRONG;
  if (!Array.isArray(owner.expression) || owner.expression[0] !== 'get') {
    return report(node, `only names have fields, so .${name} means nothing here`);
  }
  // The problem is about the name, which ends the node.
  const at = { start: Math.max(node.start, node.end - name.length) };
  return place(at, { expression: [...owner.expression, name], type: 'any' }, fieldType(owner.type, name), report);
}

function place(at: { start: number }, read: Typed, path: PathType, report: Report): Typed {
  return 'message' in path ? report(at, path.message) : { ...read, type: path.type };
}

/** `record["status"]` is `record.status`; nothing else is indexed. */
function readIndex(node: CelNode & { op: '[]' }, { translate, report }: Translation): Typed {
  const [owner, index] = node.args;
  if (index.op === 'value' && typeof index.args === 'string') {
    return readField(index, translate(owner), index.args, report);
  }
  return report(index, 'an index is a name in quotes; use "in" to look into a list');
}

function translateList(items: Typed[]): Typed {
  return {
    expression: ['list', ...items.map(({ expression }) => expression)],
    type: listOf(items.map(({ type }) => type)),
  };
}

function translateChoice(node: CelNode & { op: '?:' }, { translate, report }: Translation): Typed {
  const [condition, then, otherwise] = [translate(node.args[0]), translate(node.args[1]), translate(node.args[2])];
  if (!fits(condition.type, 'bool'))
    return report(node.args[0], `before ? a condition is expected, this is a ${condition.type}`);
  const isSame = fits(then.type, otherwise.type) || otherwise.type === 'any';
  if (!isSame) return report(node, `both sides of : must have the same type, not ${then.type} and ${otherwise.type}`);
  const type = then.type === otherwise.type ? then.type : 'any';
  return { expression: ['if', condition.expression, then.expression, otherwise.expression], type };
}

function translateUnary(node: CelNode & { op: '!_' | '-_' }, { translate, report }: Translation): Typed {
  const operand = translate(node.args);
  if (node.op === '!_') {
    if (!fits(operand.type, 'bool')) return report(node, `! needs a condition, this is a ${operand.type}`);
    return { expression: ['not', operand.expression], type: 'bool' };
  }
  if (!fits(operand.type, 'number')) return report(node, `- needs a number, this is a ${operand.type}`);
  const isLiteral = typeof operand.expression === 'number' && operand.expression !== 0;
  return { expression: isLiteral ? -Number(operand.expression) : ['negate', operand.expression], type: 'number' };
}
