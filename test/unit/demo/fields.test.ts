import { describe, expect, it } from 'vitest';
import { ADDRESS_FIELDS, CARD_FIELDS, checkFields, pickFields } from '../../../demo/src/shop/fields.ts';

const NOW = Date.UTC(2026, 10, 21);
const ADDRESS = { name: 'Ada Lovelace', email: 'ada@example.com', street: 'Ring 7', postcode: '0150', city: 'Oslo' };
const CARD = { holder: 'Ada Lovelace', number: '4242 4242 4242 4242', expires: '09/39', code: '123' };

describe('checkFields', () => {
  it('accepts what is right', () => {
    expect(checkFields(ADDRESS_FIELDS, ADDRESS, NOW)).toEqual({});
    expect(checkFields(CARD_FIELDS, CARD, NOW)).toEqual({});
  });

  it('has a message for every field that is empty or blank', () => {
    for (const fields of [ADDRESS_FIELDS, CARD_FIELDS]) {
      const names = fields.map(({ name }) => name);
      expect(Object.keys(checkFields(fields, {}, NOW))).toEqual(names);
      expect(Object.keys(checkFields(fields, Object.fromEntries(names.map((name) => [name, '  '])), NOW))).toEqual(
        names,
      );
    }
  });

  it.each([
    ['email', 'ada@example'],
    ['email', 'ada example.com'],
    ['street', 'Ring'],
    ['postcode', '1'],
    ['postcode', '<script>'],
  ])('refuses %s %s', (name, value) => {
    expect(Object.keys(checkFields(ADDRESS_FIELDS, { ...ADDRESS, [name]: value }, NOW))).toEqual([name]);
  });

  it.each([
    ['number', '4242 4242'],
    ['number', '4242 4242 4242 4242 4242 4242'],
    ['number', '4242 4242 4242 424x'],
    ['expires', '13/39'],
    ['expires', '10/26'],
    ['expires', '2039'],
    ['code', '12'],
  ])('refuses %s %s', (name, value) => {
    expect(Object.keys(checkFields(CARD_FIELDS, { ...CARD, [name]: value }, NOW))).toEqual([name]);
  });

  it('takes a card until the end of its month', () => {
    expect(checkFields(CARD_FIELDS, { ...CARD, expires: '11/26' }, NOW)).toEqual({});
  });

  it('answers quickly to a long line of digits', () => {
    expect(Object.keys(checkFields(CARD_FIELDS, { ...CARD, number: '4'.repeat(500) }, NOW))).toEqual(['number']);
  });
});

describe('pickFields', () => {
  it('keeps the known fields only, trimmed', () => {
    expect(pickFields(ADDRESS_FIELDS, { ...ADDRESS, name: ' Ada ', admin: 'yes' })).toEqual({
      ...ADDRESS,
      name: 'Ada',
    });
  });
});
