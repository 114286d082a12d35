import type { RuleProblem } from '../api/contract.ts';
import { compileRuleSet } from './compile.ts';
import { isPassedOver, type Standing } from './stage.ts';

/** A revision that was published by a monitor of another version, and that this one no longer understands. */
export interface Outgrown {
  revision: number;
  /** In words. */
  problem: string;
}

/** Told once of each; `served` is what agents get instead, or still. */
export type ReportOutgrown = (outgrown: Outgrown & { app: string; served: number | undefined }) => void;

/**
 * Of what agents should have: what does not compile any more (they go on with what it was compiled to), and what is newer and
 * not even understood in its compiled form.
 */
export function listOutgrown(standing: Standing): Outgrown[] {
  const { current, stage, newestRevision } = standing;
  const message = 'It was compiled by a monitor of another version, and is not understood: agents do not get it.';
  return [
    ...(isPassedOver(standing) ? [{ revision: newestRevision, problem: message }] : []),
    ...[stage, current].flatMap((stored) => {
      const [first] = stored === undefined ? [] : problemsOf(stored.text);
      return stored === undefined || first === undefined
        ? []
        : [{ revision: stored.published.revision, problem: describeOutgrown(first) }];
    }),
  ];
}

function problemsOf(text: string): RuleProblem[] {
  const compiled = compileRuleSet(text);
  return 'problems' in compiled ? compiled.problems : [];
}

function describeOutgrown({ line, column, message }: RuleProblem): string {
  return `It does not compile any more (line ${String(line)}, column ${String(column)}: ${message}); agents have what it was compiled to.`;
}
