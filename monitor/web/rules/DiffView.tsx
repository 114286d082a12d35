import { useMemo } from 'react';
import { diffLines } from '../model/lineDiff.ts';
import classes from './RulesView.module.css';

const SIGNS = { same: ' ', removed: '−', added: '+' };

/** Two texts, line by line. */
export function DiffView({ before, after }: { before: string; after: string }) {
  const lines = useMemo(() => diffLines(before, after), [before, after]);
  return (
    <div className={classes.diff}>
      {lines.map(({ type, text }, index) => (
        <div key={index} data-type={type}>
          {SIGNS[type]} {text}
        </div>
      ))}
    </div>
  );
}
