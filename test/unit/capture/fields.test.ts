import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  beginVisit,
  dwellOf,
  editInVisit,
  leaveVisit,
  returnToVisit,
  type Edit,
} from '../../../src/capture/fields/visit.ts';
import { withoutEcho } from '../../../src/capture/input/withoutEcho.ts';

const edit = (edits: Edit[], length?: number) => edits.reduce(editInVisit, beginVisit(0, length));

test('corrections by type, and by length where a keyboard gives no type', () => {
  const typed = ['insertText', 'deleteContentBackward', 'deleteByCut', 'historyUndo', 'deleteCompositionText'];
  const visit = edit(typed.map((inputType) => ({ inputType, length: 3 })));
  expect(visit).toMatchObject({ editCount: 5, correctionCount: 3, hasPasted: false });
  const lengths = [1, 2, 1, 1, 0].map((length) => ({ inputType: undefined, length }));
  expect(edit(lengths, 0)).toMatchObject({ editCount: 5, correctionCount: 2, length: 0 });
  expect(edit([{ inputType: 'insertFromPaste', length: 9 }], 0)).toMatchObject({ editCount: 0, hasPasted: true });
});

test('time away from the window is no time in the field', () => {
  const away = leaveVisit(leaveVisit(beginVisit(100, 0), 300), 900);
  expect(dwellOf(away, 5_000)).toBe(200);
  expect(dwellOf(returnToVisit(away, 5_000), 5_050)).toBe(250);
});

test('there are never more corrections than edits, nor is time lost', () => {
  const edits = fc.array(
    fc.record({
      inputType: fc.constantFrom(undefined, '', 'insertText', 'deleteContentBackward', 'insertFromDrop'),
      length: fc.option(fc.nat(20), { nil: undefined }),
    }),
  );
  fc.assert(
    fc.property(edits, (list) => {
      const { editCount, correctionCount } = edit(list, 0);
      expect(correctionCount).toBeLessThanOrEqual(editCount);
      expect(editCount).toBeLessThanOrEqual(list.length);
    }),
  );
});

test('no word of a value is left in a message, however it is written', () => {
  const word = fc.stringMatching(/^[a-z0-9]{2,10}$/);
  fc.assert(
    fc.property(word, fc.constantFrom("'", '"', '“', '(', ''), (value, quote) => {
      const said = withoutEcho(`See ${quote}${value.toUpperCase()}${quote}, or ${value}!`, [value, 'other']);
      expect(said.toLowerCase().split(/[^a-z0-9]+/)).not.toContain(value);
    }),
  );
  expect(withoutEcho('no account user-joe-1, nor @joeB', ['joe'])).toBe('no account *** nor ***');
  expect(withoutEcho('1234-5678 is too short', ['1234 5678'])).toBe('*** is too short');
});
