import type { Literal } from './condition.ts';

/** What somebody types where the type is not known: a number or a truth value where it looks like one, else a text. */
export function readLiteral(text: string): Literal {
  if (text === 'true' || text === 'false') return text === 'true';
  const number = Number(text);
  return text !== '' && String(number) === text && Number.isFinite(number) && !text.includes('e') ? number : text;
}
