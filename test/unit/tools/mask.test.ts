import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maskText } from '../../../src/tools/mask.ts';

/** Anything but the asterisk, which a mask is made of. */
const texts = fc.string({ unit: 'binary', maxLength: 200 }).map((text) => text.replaceAll('*', ''));
const spaced = fc.string({ unit: fc.constantFrom(...Array.from('ab1é\u{1f600}\n\t \u00a0\u2003-@')), maxLength: 100 });

describe('masked text', () => {
  it('has the length and the white space of the text', () => {
    fc.assert(
      fc.property(fc.oneof(texts, spaced), (text) => {
        const masked = maskText(text);
        expect(masked).toHaveLength(text.length);
        expect([...masked.matchAll(/\s/g)].map(({ 0: space, index }) => [index, space])).toEqual(
          [...text.matchAll(/\s/g)].map(({ 0: space, index }) => [index, space]),
        );
      }),
    );
  });

  it('has no other character of the text', () => {
    fc.assert(
      fc.property(fc.oneof(texts, spaced), (text) => {
        expect(maskText(text).replace(/[\s*]/g, '')).toBe('');
      }),
    );
  });

  it('keeps its shape', () => {
    expect(maskText('Ada Lovelace,\n 1815')).toBe('*** *********\n ****');
  });
});
