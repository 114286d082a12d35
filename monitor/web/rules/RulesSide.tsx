import { SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import type { RulesReply } from '../../src/api/contract.ts';
import { AdoptionPanel } from './AdoptionPanel.tsx';
import { BacktestPanel } from './BacktestPanel.tsx';
import { HistoryPanel } from './HistoryPanel.tsx';
import { ListsPanel } from './ListsPanel.tsx';
import classes from './RulesView.module.css';
import { StagePanel } from './StagePanel.tsx';
import { TrialPanel } from './TrialPanel.tsx';

interface Props {
  app: string;
  rules: RulesReply;
  draftText: string;
  isValid: boolean;
  onTake: (text: string) => void;
}

const TABS = [
  { value: 'rollout', label: 'Roll-out' },
  { value: 'backtest', label: 'Back-test' },
  { value: 'trial', label: 'Dry run' },
  { value: 'lists', label: 'Lists' },
];

/** What becomes of the rules: who has them, what they would have done, what they would do now. */
export function RulesSide({ app, rules, draftText, isValid, onTake }: Props) {
  const [tab, setTab] = useState('rollout');
  return (
    <aside className={classes.right}>
      <div className={classes.tabs}>
        <SegmentedControl
          size="xs"
          fullWidth
          w="100%"
          aria-label="About the rules"
          value={tab}
          onChange={setTab}
          data={TABS}
        />
      </div>
      <div className={classes.side}>
        {tab === 'rollout' && (
          <>
            {rules.stage && <StagePanel app={app} stage={rules.stage} current={rules.current?.revision ?? null} />}
            <AdoptionPanel app={app} />
            <HistoryPanel app={app} rules={rules} draftText={draftText} onTake={onTake} />
          </>
        )}
        {/* They stay, hidden, so that a run is not lost by looking elsewhere. */}
        <div hidden={tab !== 'backtest'}>
          <BacktestPanel app={app} draftText={draftText} isValid={isValid} />
        </div>
        {tab === 'trial' && <TrialPanel app={app} draftText={draftText} isValid={isValid} />}
        {tab === 'lists' && <ListsPanel app={app} />}
      </div>
    </aside>
  );
}
