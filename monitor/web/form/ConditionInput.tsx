import { SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import { formatCondition, parseCondition, type SimpleCondition } from '../model/rules/condition.ts';
import { ConditionBuilder } from './ConditionBuilder.tsx';
import { DelayedInput } from './DelayedInput.tsx';
import type { InputProps } from './inputProps.ts';
import classes from './Form.module.css';

/** A condition, put together from lists where it is simple, else as CEL; nobody has to write CEL, and whoever does can. */
export function ConditionInput({ label, as, value, onValue }: InputProps<'condition'>) {
  const text = typeof value === 'string' ? value : '';
  const [isText, setText] = useState(false);
  const simple = as.isParts === true || as.isValue === true ? undefined : parseCondition(text);
  const isBuilt = simple !== undefined && !isText;
  const write = (next: SimpleCondition): void => {
    const formatted = formatCondition(next);
    if (formatted !== '') onValue(formatted);
  };
  return (
    <div className={classes.condition} role="group" aria-label={label}>
      {isBuilt ? (
        <ConditionBuilder condition={simple} onCondition={write} />
      ) : (
        <DelayedInput label={`${label}, as CEL`} text={text} isWide isMono error={text === ''} onText={onValue} />
      )}
      {simple !== undefined && (
        <SegmentedControl
          size="xs"
          className={classes.mode ?? ''}
          aria-label={`${label}: how it is written`}
          value={isText ? 'cel' : 'form'}
          onChange={(mode) => {
            setText(mode === 'cel');
          }}
          data={[
            { value: 'form', label: 'Lists' },
            { value: 'cel', label: 'CEL' },
          ]}
        />
      )}
    </div>
  );
}
