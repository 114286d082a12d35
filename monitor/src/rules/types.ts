/**
 * Types of the rule language. There is one type of numbers, as in the records, so that `record.status == 402` and
 * `record.durationMs > 1.5` both read as they should; CEL's `int` and `double` are both `number` here.
 */
export type ScalarType = 'bool' | 'number' | 'string' | 'null' | 'any';
export type ListType = `list<${ScalarType}>`;
/** The objects that conditions look into, by their names. */
export const OBJECT_NAMES = ['record', 'session', 'page', 'user', 'state', 'link', 'profile'] as const;
export type ObjectName = (typeof OBJECT_NAMES)[number];
export type ValueType = ScalarType | ListType | 'map' | ObjectName;

export function isListType(type: ValueType): type is ListType {
  return type.startsWith('list<');
}

/** Type of the items; `any` where they differ or are lists themselves. */
export function itemOf(list: ListType): ScalarType {
  return SCALARS.find((scalar) => list === `list<${scalar}>`) ?? 'any';
}

export function listOf(items: ValueType[]): ListType {
  const [first = 'any'] = items;
  const scalar = SCALARS.find((type) => type === first);
  return scalar !== undefined && items.every((item) => item === scalar) ? `list<${scalar}>` : 'list<any>';
}

/** Whether a value of the type may turn out to be one of the expected types. */
export function fits(type: ValueType, ...expected: ValueType[]): boolean {
  return type === 'any' || expected.includes(type);
}

/** Whether values of the two types can ever be equal. Maps are never compared. */
export function canBeEqual(left: ValueType, right: ValueType): boolean {
  if (isObject(left) || isObject(right)) return false;
  if (left === 'any' || right === 'any' || left === right) return true;
  if (!isListType(left) || !isListType(right)) return false;
  return canBeEqual(itemOf(left), itemOf(right));
}

function isObject(type: ValueType): boolean {
  return type === 'map' || OBJECT_NAMES.some((name) => name === type);
}

const SCALARS: readonly ScalarType[] = ['bool', 'number', 'string', 'null', 'any'];
