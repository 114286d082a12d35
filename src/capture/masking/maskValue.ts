import type { Privacy } from '../../browser/privacy.ts';
import { maskText } from '../../tools/mask.ts';

/** Of a secret field not even the length is told. */
const SECRET_VALUE = '********';

/** A field's value as it may be recorded. */
export function maskValue(value: string, element: Element | undefined, privacy: Privacy): string {
  if (value === '' || (element && privacy.isIgnored(element))) return '';
  return element && privacy.fieldKind(element) === 'secret' ? SECRET_VALUE : maskText(value);
}

/** Nothing that happens to it may be told. */
export function isUnseen(element: Element, privacy: Privacy): boolean {
  return privacy.isIgnored(element) || privacy.region(element) === 'blocked';
}
