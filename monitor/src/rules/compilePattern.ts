import type { Combination, Pattern, RecordKind } from 'rewindow/wire';
import type { ConditionCompiler } from './conditionCompiler.ts';
import type { JsonPath } from './jsonText.ts';
import { partTypes } from './scopeTypes.ts';

/** The pattern of a trigger with expressions for its conditions, and the kinds of records that it has to see. */
export function compilePattern(
  pattern: Pattern<string> | Combination<string>,
  path: JsonPath,
  compiler: ConditionCompiler,
): { observes: RecordKind[] } {
  const seen = new Set<RecordKind>();
  const condition = (name: string, text: string, ...more: JsonPath) => {
    const { expression, observes } = compiler.condition([...path, name, ...more], text);
    for (const kind of observes) seen.add(kind);
    return expression;
  };
  const key = (by: string | undefined) =>
    by === undefined ? {} : { by: compiler.value([...path, 'by'], by, 'scalar') };
  const compiled = () => {
    switch (pattern.type) {
      case 'match':
      case 'recurrence':
      case 'nth':
        return { when: condition('when', pattern.when) };
      case 'count':
        return { when: condition('when', pattern.when), ...key(pattern.by) };
      case 'value':
        return { when: condition('when', pattern.when), of: compiler.value([...path, 'of'], pattern.of, 'number') };
      case 'sequence':
        return { steps: pattern.steps.map((step, index) => condition('steps', step, index)), ...key(pattern.by) };
      case 'absence':
        return {
          when: condition('when', pattern.when),
          without: condition('without', pattern.without),
          ...key(pattern.by),
        };
      case 'score': {
        const weights = pattern.weights.map((weight, index) => {
          return { ...weight, when: condition('weights', weight.when, index, 'when') };
        });
        return { weights };
      }
      case 'dwell':
        seen.add('state');
        return {};
      case 'combination':
        return combine(pattern, path, compiler, seen);
    }
  };
  return { ...compiled(), observes: [...seen] };
}

/** Its condition is over the parts, each of them a pattern of its own. */
function combine(
  { parts, when }: Combination<string>,
  path: JsonPath,
  compiler: ConditionCompiler,
  seen: Set<RecordKind>,
) {
  const compiled = parts.map((part, index) => {
    const { observes, ...pattern } = compilePattern(part, [...path, 'parts', index], compiler);
    for (const kind of observes) seen.add(kind);
    return { ...part, ...pattern };
  });
  const names = partTypes(parts.map(({ id }) => id));
  return { parts: compiled, when: compiler.value([...path, 'when'], when, 'condition', names) };
}
