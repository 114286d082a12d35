import { expect, test } from 'vitest';
import { RECORD_KINDS } from 'rewindow/wire';
import * as source from '../../../src/wire/index.ts';

// Were the package taken from dist, there would be two copies of every schema and tests of an old build.
test('rewindow/wire is the source, not a build', () => {
  expect(RECORD_KINDS).toBe(source.RECORD_KINDS);
});
