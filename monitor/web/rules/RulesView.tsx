import { Group, Select } from '@mantine/core';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import type { App, RulesReply } from '../../src/api/contract.ts';
import { starterRules } from '../model/starterRules.ts';
import { AdoptionPanel } from './AdoptionPanel.tsx';
import type { CodeEditor } from './codeEditor.ts';
import { HistoryPanel } from './HistoryPanel.tsx';
import { ProblemList } from './ProblemList.tsx';
import { PublishBar } from './PublishBar.tsx';
import { RuleEditor } from './RuleEditor.tsx';
import classes from './RulesView.module.css';
import { useRuleCheck } from './useRuleCheck.ts';

interface Props {
  app: string;
  apps: readonly App[];
  rules: RulesReply;
}

/** What is being written, and the revision that it was made of. */
interface Draft {
  text: string;
  baseRevision: number;
}

/** The revision before the first. */
const NO_REVISION = 0;

/** The editor on the left; who has applied it, and what was before, on the right. */
export function RulesView({ app, apps, rules }: Props) {
  const [draft, setDraft] = useState<Draft>(() => ({
    text: rules.current?.text ?? starterRules(),
    baseRevision: rules.current?.revision ?? NO_REVISION,
  }));
  const [editor, setEditor] = useState<CodeEditor>();
  const check = useRuleCheck(app, draft.text);
  const replace = (text: string, baseRevision: number): void => {
    setDraft({ text, baseRevision });
    editor?.setText(text);
  };
  return (
    <div className={classes.view}>
      <div className={classes.left}>
        <Group className={classes.bar} gap="sm" wrap="nowrap">
          <AppSelect app={app} apps={apps} />
          <PublishBar
            app={app}
            draft={draft}
            current={rules.current}
            check={check}
            onPublished={(baseRevision) => {
              setDraft((before) => ({ ...before, baseRevision }));
            }}
            onReplace={replace}
          />
        </Group>
        <RuleEditor
          text={draft.text}
          problems={check.problems}
          onText={(text) => {
            setDraft((before) => ({ ...before, text }));
          }}
          onReady={setEditor}
        />
        <ProblemList
          check={check}
          onPick={(problem) => {
            editor?.goTo(problem);
          }}
        />
      </div>
      <aside className={classes.right}>
        <AdoptionPanel app={app} />
        <HistoryPanel
          app={app}
          rules={rules}
          draftText={draft.text}
          onTake={(text) => {
            replace(text, rules.current?.revision ?? NO_REVISION);
          }}
        />
      </aside>
    </div>
  );
}

function AppSelect({ app, apps }: Pick<Props, 'app' | 'apps'>) {
  const navigate = useNavigate();
  return (
    <Select
      aria-label="Application"
      w={170}
      allowDeselect={false}
      style={{ flex: 'none' }}
      data={apps.map(({ key, name }) => ({ value: key, label: name }))}
      value={app}
      onChange={(key) => {
        if (key !== null) void navigate(`/rules/${key}`);
      }}
    />
  );
}
