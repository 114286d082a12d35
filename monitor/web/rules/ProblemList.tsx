import { Text } from '@mantine/core';
import type { RuleProblem } from '../../src/api/contract.ts';
import { describeFailure } from '../api/apiFailure.ts';
import classes from './RulesView.module.css';
import type { RuleCheck } from './useRuleCheck.ts';

interface Props {
  check: RuleCheck;
  /** What else is worth knowing, where there is no problem. */
  hint: string;
  onPick: (problem: RuleProblem) => void;
}

/** What is wrong with the text; a click goes there. */
export function ProblemList({ check, hint, onPick }: Props) {
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
            : `No problems. ${hint}`}
        </Text>
      )}
      {check.state === 'valid' && <Places placement={check.placement} />}
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

/** Where each trigger runs, and why there. */
function Places({ placement }: Pick<RuleCheck, 'placement'>) {
  return (
    <ul className={classes.places} aria-label="Where triggers run">
      {placement.map(({ id, where, reason }) => (
        <li key={id}>
          <b>{id}</b> runs in the {where}: <span className={classes.place}>{reason}</span>
        </li>
      ))}
    </ul>
  );
}
