import type { Combination, Pattern } from 'rewindow/wire';
import { parseCel } from './cel.ts';
import type { JsonPath } from './jsonText.ts';
import type { Declared, ValueProblem } from './semantics.ts';

/** What is wrong with a pattern whose conditions may all be right: it would never show, or always. */
export function checkPattern(
  pattern: Pattern<string> | Combination<string>,
  path: JsonPath,
  declared: Declared,
): ValueProblem[] {
  switch (pattern.type) {
    case 'value':
      return checkBounds(pattern, path);
    case 'recurrence':
      return refuseIf(
        pattern.toleranceMs !== undefined && pattern.toleranceMs >= pattern.everyMs,
        [...path, 'toleranceMs'],
        '"toleranceMs" is less than "everyMs"',
      );
    case 'dwell':
      return declared.state([...path, 'in'], pattern.in);
    case 'score':
      return checkScore(pattern, path);
    case 'combination':
      return checkParts(pattern, path, declared);
    case 'match':
    case 'count':
    case 'sequence':
    case 'absence':
    case 'nth':
      return [];
  }
}

function refuseIf(isWrong: boolean, path: JsonPath, message: string): ValueProblem[] {
  return isWrong ? [{ path, message }] : [];
}

function checkBounds({ above, below }: Extract<Pattern<string>, { type: 'value' }>, path: JsonPath): ValueProblem[] {
  if (above === undefined && below === undefined) {
    return [{ path, message: 'a value trigger needs "above" or "below"' }];
  }
  const isAlways = above !== undefined && below !== undefined && below > above;
  return refuseIf(isAlways, [...path, 'below'], '"below" is higher than "above": every value would be beyond them');
}

function checkScore({ weights, above }: Extract<Pattern<string>, { type: 'score' }>, path: JsonPath): ValueProblem[] {
  const isHopeless = weights.every(({ points }) => points <= 0);
  return [
    ...refuseIf(
      isHopeless,
      [...path, 'weights'],
      'no weight has more than 0 points: the sum never gets above anything',
    ),
    ...refuseIf(above < 0, [...path, 'above'], 'the sum begins at 0, which is above this already'),
  ];
}

function checkParts({ parts }: Combination<string>, path: JsonPath, declared: Declared): ValueProblem[] {
  return parts.flatMap((part, index) => {
    const place = [...path, 'parts', index];
    const first = parts.findIndex(({ id }) => id === part.id);
    return [
      ...refuseIf(first < index, [...place, 'id'], `"${part.id}" is the id of parts[${String(first)}] already`),
      ...refuseIf(
        !isName(part.id),
        [...place, 'id'],
        `conditions can not name "${part.id}": the id of a part has no "-" and is no word of the language`,
      ),
      ...checkPattern(part, place, declared),
    ];
  });
}

function isName(id: string): boolean {
  const node = parseCel(id);
  return 'op' in node && node.op === 'id' && node.args === id;
}
