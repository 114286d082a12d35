import { LIMITS } from './limits.ts';

/** Checks by hand, for pages: the library of the schemas would cost every page 5 KB. */
export type Check = (value: unknown) => boolean;
export type Fields = Readonly<Record<string, Check>>;

export const isText: Check = (value) => typeof value === 'string' && value.length <= 4_000;
export const isNumber: Check = (value) => Number.isFinite(value);
export const isTruth: Check = (value) => typeof value === 'boolean';
export const optional =
  (check: Check): Check =>
  (value) =>
    value === undefined || check(value);
export const listOf =
  (check: Check, max: number = LIMITS.ruleCount): Check =>
  (value) =>
    Array.isArray(value) && value.length <= max && value.every(check);
export const oneOf =
  (...values: string[]): Check =>
  (value) =>
    values.some((one) => one === value);
export const shape =
  (fields: Fields): Check =>
  (value) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
    return Object.entries(fields).every(([name, check]) => {
      return check(Object.hasOwn(value, name) ? (value as Record<string, unknown>)[name] : undefined);
    });
  };
/** An object whose values are all such. */
export const mapOf =
  (check: Check): Check =>
  (value) =>
    shape({})(value) && Object.values(value as object).every(check);
