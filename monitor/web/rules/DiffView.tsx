import { useMemo } from 'react';
import { formatCount } from '../model/format.ts';
import { diffLines, foldSame } from '../model/lineDiff.ts';
import classes from './RulesView.module.css';

const SIGNS = { same: ' ', removed: '−', added: '+' };

/** Two texts, line by line, where they differ. */
export function DiffView({ before, after }: { before: string; after: string }) {
  const lines = useMemo(() => foldSame(diffLines(before, after)), [before, after]);
  return (
    <div className={classes.diff}>
      {lines.map((line, index) => (
        <div key={index} data-type={line.type}>
          {line.type === 'folded'
            ? `… ${formatCount(line.count, 'line')} as before`
            : `${SIGNS[line.type]} ${line.text}`}
        </div>
      ))}
    </div>
  );
}
