import type { RuleSet } from 'rewindow/wire';
import { compileRuleSet } from '../../../../monitor/src/rules/compile.ts';

export const SEND = [{ order: { verb: 'buffer.send', lastMs: 180_000 } }];

export const STATES = [{ id: 'checkout', url: '/checkout/*' }];

export const trigger = (parts: object) => ({ id: 't', type: 'match', when: 'true', instructions: SEND, ...parts });

/** A rule set with these parts, a line for each field. */
export function ruleSetOf(parts: object): string {
  return JSON.stringify({ version: 1, name: 'test', ...parts }, null, 1);
}

export function withCondition(when: string): string {
  return JSON.stringify({ version: 1, name: 'test', triggers: [{ id: 't', type: 'match', when, instructions: SEND }] });
}

export function problemsOf(text: string) {
  const compiled = compileRuleSet(text);
  return 'problems' in compiled ? compiled.problems : [];
}

export function rulesOf(text: string): RuleSet {
  const compiled = compileRuleSet(text);
  if ('problems' in compiled) throw new Error(JSON.stringify(compiled.problems));
  return compiled.rules;
}

export function conditionOf(when: string) {
  const [trigger] = rulesOf(withCondition(when)).triggers;
  return trigger?.type === 'match' ? trigger.when : undefined;
}
export const messagesOf = (when: string) => problemsOf(withCondition(when)).map(({ message }) => message);

/** What stands at a problem's place. */
export function textAt(text: string, { line, column }: { line: number; column: number }): string {
  return (text.split(/\r\n|\r|\n/)[line - 1] ?? '').slice(column - 1);
}
