import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createPageStorage } from '../../../src/browser/storage.ts';
import { createConsent } from '../../../src/session/consent.ts';
import { createMapStorage } from './mapStorage.ts';

function open(isRequired: boolean, area = createMapStorage()) {
  const storage = createPageStorage(() => area, 'shop');
  return { consent: createConsent(storage, isRequired), storage, area };
}

test('is pending where it is required, and nothing is stored until somebody has said something', () => {
  const { consent, storage, area } = open(true);
  expect(consent.state()).toBe('pending');
  expect(storage.names('')).toEqual([]);
  expect(consent.wish('granted', 5)).toBe(true);
  expect(consent.state()).toBe('granted');
  expect(open(true, area).consent.state()).toBe('granted');
});

test('may be withdrawn where it was assumed, and given again', () => {
  const { consent, area } = open(false);
  expect(consent.state()).toBe('granted');
  expect(consent.wish('withdrawn', 5, ['the session'])).toBe(true);
  expect(open(false, area).consent.state()).toBe('withdrawn');
  expect(consent.untold()).toEqual(['the session']);
  consent.told('the session');
  expect(open(false, area).consent.untold()).toEqual([]);
  expect(consent.wish('granted', 6)).toBe(true);
  expect(consent.untold()).toEqual([]);
});

test('remembers every session that the monitor has not been told of, whatever is decided later', () => {
  const { consent, area } = open(false);
  consent.wish('withdrawn', 5, ['one']);
  consent.wish('granted', 6);
  consent.wish('withdrawn', 7, ['other']);
  expect(open(false, area).consent.untold()).toEqual(['one', 'other']);
  consent.told('one');
  expect(open(false, area).consent.untold()).toEqual(['other']);
});

test('is seen by other tabs at once, and does not change without a wish', () => {
  const one = open(true);
  const other = open(true, one.area);
  one.consent.wish('granted', 1);
  expect(other.consent.state()).toBe('granted');
  expect(other.consent.wish('granted', 2)).toBe(false);
});

test('what lies in the storage and is no consent counts as nothing said', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const { storage, consent } = open(true);
      storage.set('consent', value);
      const isOne = typeof value === 'object' && value !== null && 'state' in value;
      if (!isOne) expect(consent.state()).toBe('pending');
    }),
  );
});

test('the last wish holds, whatever came before', () => {
  const wish = fc.constantFrom('granted' as const, 'withdrawn' as const);
  fc.assert(
    fc.property(fc.boolean(), fc.array(wish, { minLength: 1 }), (isRequired, wishes) => {
      const { consent, area } = open(isRequired);
      wishes.forEach((wanted, at) => consent.wish(wanted, at));
      expect(open(!isRequired, area).consent.state()).toBe(wishes.at(-1));
    }),
  );
});
