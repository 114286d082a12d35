import fc from 'fast-check';
import { inject } from 'vitest';

/** What properties are tried with is the same in each run, so that a run can be repeated; REWINDOW_SEED has others tried. */
fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: inject('programs').seed });
