import { expect, test } from 'vitest';
import { RECORD_KINDS } from 'rewindow/wire';
import * as source from '../../../src/wire/index.ts';

test('rewindow/wire is the source in the browser, too, and this is a browser', () => {
  expect(RECORD_KINDS).toBe(source.RECORD_KINDS);
  expect(document.createElement('p')).toBeInstanceOf(HTMLParagraphElement);
  expect(navigator.userAgent).toContain('Chrome/');
});
