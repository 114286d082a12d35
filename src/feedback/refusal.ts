/** Why a rule set is not taken, with the code that its acknowledgement carries. */
export function refusal(code: RefusalCode, message: string): Error {
  return Object.assign(new Error(message), { code });
}

export type RefusalCode = 'rule_set_old' | 'rule_set_poison' | 'signature_invalid' | 'signature_unverifiable';

/** What the code says where none was given: the agent's own parser does not understand the rule set. */
export function codeOf(error: unknown): string {
  const { code } = Object(error) as { code?: unknown };
  return typeof code === 'string' && code !== 'rule_set_invalid' ? code : 'rule_set_refused';
}
