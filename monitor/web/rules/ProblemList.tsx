import { Text } from '@mantine/core';
import type { RuleProblem } from '../../src/api/contract.ts';
import { describeFailure } from '../api/apiFailure.ts';
import classes from './RulesView.module.css';
import type { RuleCheck } from './useRuleCheck.ts';

/** What is wrong with the text; a click goes there. */
export function ProblemList({ check, onPick }: { check: RuleCheck; onPick: (problem: RuleProblem) => void }) {
  return (
    <div className={classes.problems} aria-live="polite">
      {check.state === 'unknown' && (
        <Text size="sm" c="red">
          Not checked: {describeFailure(check.error)}
        </Text>
      )}
      {check.problems.length === 0 && check.state !== 'unknown' && (
        <Text size="sm" c="dimmed">
          {check.isDormant
            ? 'No problems. Nothing is captured, imaged or triggered, so agents stay asleep.'
            : 'No problems. Ctrl+space completes keys, kinds, verbs and fields.'}
        </Text>
      )}
      {check.problems.map((problem) => (
        <button
          type="button"
          key={`${String(problem.line)}:${String(problem.column)}:${problem.message}`}
          className={classes.problem}
          onClick={() => {
            onPick(problem);
          }}
        >
          <span className={classes.place}>
            {problem.line}:{problem.column} {problem.path}
          </span>{' '}
          {problem.message}
        </button>
      ))}
    </div>
  );
}
