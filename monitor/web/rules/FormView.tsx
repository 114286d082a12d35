import { Text } from '@mantine/core';
import { useMemo } from 'react';
import type { Placement, RuleProblem } from '../../src/api/contract.ts';
import { FormContext } from '../form/FormContext.ts';
import { Lines } from '../form/Lines.tsx';
import type { JsonObject } from '../model/rules/jsonValue.ts';
import { applyEdits } from '../model/rules/lines.ts';
import { readRuleText } from '../model/rules/ruleText.ts';
import { namesOf, SECTIONS, type Section } from '../model/rules/sections.ts';
import classes from './FormView.module.css';
import { RuleList } from './RuleList.tsx';

interface Props {
  text: string;
  problems: readonly RuleProblem[];
  placement: readonly Placement[];
  onText: (text: string) => void;
}

/** The rule set as sentences with blanks. It changes the same text that the editor shows, at one place at a time. */
export function FormView({ text, problems, placement, onText }: Props) {
  const document = useMemo(() => readRuleText(text), [text]);
  const form = useMemo(
    () => ({
      names: namesOf(document ?? {}),
      onEdit: (base: Parameters<typeof applyEdits>[1], edits: Parameters<typeof applyEdits>[2]) => {
        onText(applyEdits(text, base, edits));
      },
    }),
    [document, text, onText],
  );
  if (!document) {
    return (
      <div className={classes.broken}>
        <b>The text is no JSON that can be read, so there is no form of it.</b>
        <br />
        The problem is listed below; correct it in the text, and come back.
      </div>
    );
  }
  return (
    <FormContext value={form}>
      <div className={classes.form}>
        <nav className={classes.nav} aria-label="Parts of the rule set">
          {SECTIONS.map((section) => (
            <NavLine key={section.id} section={section} document={document} problems={problems} />
          ))}
        </nav>
        <div className={classes.sections}>
          {SECTIONS.map((section) => (
            <section key={section.id} id={`part-${section.id}`} className={classes.section} aria-label={section.title}>
              <h2>{section.title}</h2>
              <Text size="sm" c="dimmed" mb={8}>
                {section.text}
              </Text>
              {section.lines && <Lines lines={section.lines} value={document} base={[]} />}
              {section.list && (
                <RuleList
                  list={section.list}
                  document={document}
                  text={text}
                  problems={problems}
                  placement={section.id === 'triggers' || section.id === 'assist' ? placement : []}
                  onText={onText}
                />
              )}
            </section>
          ))}
        </div>
      </div>
    </FormContext>
  );
}

interface NavProps {
  section: Section;
  document: JsonObject;
  problems: readonly RuleProblem[];
}

function NavLine({ section, document, problems }: NavProps) {
  const { id, title, list } = section;
  const items = list && document[list.key];
  const count = Array.isArray(items) ? items.length : 0;
  const roots = list ? [list.key] : (ROOTS[id] ?? [id]);
  const isWrong = problems.some(({ path }) =>
    roots.some((root) => path === root || (/^[.[]/.test(path.slice(root.length)) && path.startsWith(root))),
  );
  return (
    <a
      href={`#part-${id}`}
      className={classes.navLine}
      data-wrong={isWrong}
      onClick={(event) => {
        event.preventDefault();
        window.document.querySelector(`#part-${id}`)?.scrollIntoView({ behavior: 'smooth' });
      }}
    >
      {title}
      {list && count > 0 && <span className={classes.count}>{count}</span>}
      {isWrong && <span className={classes.dot} role="img" aria-label="has a problem" />}
    </a>
  );
}

const ROOTS: Readonly<Record<string, string[]>> = { general: ['name', 'sample', 'audience', 'privacy', 'session'] };
