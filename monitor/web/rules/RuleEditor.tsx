import { useEffect, useRef, useState } from 'react';
import type { RuleProblem } from '../../src/api/contract.ts';
import { useRuleSchema } from '../api/queries.ts';
import { startCodeEditor, type CodeEditor } from './codeEditor.ts';
import classes from './RulesView.module.css';

interface Props {
  /** What the editor begins with; later it is the editor that says what the text is. */
  text: string;
  problems: readonly RuleProblem[];
  onText: (text: string) => void;
  onReady: (editor: CodeEditor | undefined) => void;
}

export function RuleEditor({ text, problems, onText, onReady }: Props) {
  const parent = useRef<HTMLDivElement>(null);
  const latest = useRef({ text, onText });
  const [editor, setEditor] = useState<CodeEditor>();
  useEffect(() => {
    latest.current = { text, onText };
  });
  useEffect(() => {
    if (!parent.current) return undefined;
    const started = startCodeEditor(parent.current, latest.current.text, (next) => {
      latest.current.onText(next);
    });
    setEditor(started);
    onReady(started);
    return () => {
      onReady(undefined);
      started.stop();
    };
  }, [onReady]);
  useEffect(() => {
    editor?.setProblems(problems);
  }, [editor, problems]);
  const schema = useRuleSchema().data;
  useEffect(() => {
    editor?.setSchema(schema);
  }, [editor, schema]);
  return <div ref={parent} className={classes.editor} />;
}
