import { Group, SegmentedControl, Select } from '@mantine/core';
import { useLocalStorage } from '@mantine/hooks';
import { useCallback, useRef, useState } from 'react';
import { useNavigate } from 'react-router';
import type { App, RuleProblem, RulesReply } from '../../src/api/contract.ts';
import { starterRules } from '../model/starterRules.ts';
import type { CodeEditor } from './codeEditor.ts';
import { FormView } from './FormView.tsx';
import { ProblemList } from './ProblemList.tsx';
import { PublishBar } from './PublishBar.tsx';
import { RuleEditor } from './RuleEditor.tsx';
import { RulesSide } from './RulesSide.tsx';
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
type Mode = 'form' | 'text';

/** The revision before the first. */
const NO_REVISION = 0;

/** The rule set on the left, as text or as a form; what becomes of it on the right. */
export function RulesView({ app, apps, rules }: Props) {
  const [draft, setDraft] = useState<Draft>(() => ({
    text: rules.current?.text ?? starterRules(),
    baseRevision: newestOf(rules),
  }));
  const { mode, setMode, editor, onReady, goTo } = useModes();
  const check = useRuleCheck(app, draft.text);
  const setText = (text: string): void => {
    setDraft((before) => ({ ...before, text }));
  };
  const replace = (text: string, baseRevision: number): void => {
    setDraft({ text, baseRevision });
    editor?.setText(text);
  };
  return (
    <div className={classes.view}>
      <div className={classes.left}>
        <Group className={classes.bar} gap="sm" wrap="nowrap">
          <AppSelect app={app} apps={apps} />
          <ModeSwitch mode={mode} onMode={setMode} />
          <PublishBar
            app={app}
            draft={draft}
            rules={rules}
            newestRevision={newestOf(rules)}
            check={check}
            onPublished={(baseRevision) => {
              setDraft((before) => ({ ...before, baseRevision }));
            }}
            onReplace={replace}
          />
        </Group>
        {mode === 'text' ? (
          <RuleEditor text={draft.text} problems={check.problems} onText={setText} onReady={onReady} />
        ) : (
          <FormView text={draft.text} problems={check.problems} placement={check.placement} onText={setText} />
        )}
        <ProblemList
          check={check}
          hint={
            mode === 'text' ? 'Ctrl+space completes names, values and conditions; pointing at a name explains it.' : ''
          }
          onPick={goTo}
        />
      </div>
      <RulesSide
        app={app}
        rules={rules}
        draftText={draft.text}
        isValid={check.state === 'valid'}
        onTake={(text) => {
          replace(text, newestOf(rules));
        }}
      />
    </div>
  );
}

/** Text or form, as last time; and the way from a problem to its place in the text. */
function useModes() {
  const [mode, setMode] = useLocalStorage<Mode>({ key: 'rewindow-rules-mode', defaultValue: 'text' });
  const [editor, setEditor] = useState<CodeEditor>();
  const wanted = useRef<RuleProblem>(undefined);
  const onReady = useCallback((next: CodeEditor | undefined) => {
    setEditor(next);
    const problem = wanted.current;
    if (!next || !problem) return;
    wanted.current = undefined;
    setTimeout(() => {
      next.goTo(problem);
    });
  }, []);
  const goTo = (problem: RuleProblem): void => {
    if (mode === 'form') wanted.current = problem;
    setMode('text');
    editor?.goTo(problem);
  };
  return { mode, setMode, editor, onReady, goTo };
}

/** Staged ones count, too: what is published next must know of them. */
const newestOf = ({ history, current }: RulesReply): number =>
  history.reduce((most, { revision }) => Math.max(most, revision), current?.revision ?? NO_REVISION);

function ModeSwitch({ mode, onMode }: { mode: Mode; onMode: (mode: Mode) => void }) {
  return (
    <SegmentedControl
      size="xs"
      aria-label="How the rules are written"
      style={{ flex: 'none' }}
      value={mode}
      onChange={(value) => {
        onMode(value === 'form' ? 'form' : 'text');
      }}
      data={[
        { value: 'form', label: 'Form' },
        { value: 'text', label: 'Text' },
      ]}
    />
  );
}

function AppSelect({ app, apps }: Pick<Props, 'app' | 'apps'>) {
  const navigate = useNavigate();
  return (
    <Select
      aria-label="Application"
      w={150}
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
