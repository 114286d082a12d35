import { capturedKinds, isDormant, observedKinds, OBSERVABLE_KINDS } from 'rewindow/rules';
import { describe, expect, it } from 'vitest';
import { ANY_NETWORK, SEND, ruleSet } from './builders.ts';

const trigger = { type: 'match', id: 't', when: ANY_NETWORK, instructions: SEND, observes: ['network'] };

describe('kinds', () => {
  it('are captured always, or while a state is entered', () => {
    const rules = ruleSet({ capture: [{ kinds: ['dom'] }, { state: 'checkout', kinds: ['input'] }] });
    expect(capturedKinds(rules, [])).toContain('dom');
    expect(capturedKinds(rules, [])).not.toContain('input');
    expect(capturedKinds(rules, ['checkout'])).toContain('input');
  });

  it('are none where there is nothing to do', () => {
    const states = [{ id: 'a', enter: ANY_NETWORK, observes: ['network'] }];
    expect(capturedKinds(ruleSet({ states }), ['a']).size).toBe(0);
    expect(isDormant(ruleSet({ states }))).toBe(true);
    expect(isDormant(ruleSet({ triggers: [trigger] }))).toBe(false);
  });

  it('are observed for every rule, and navigation for states without an exit', () => {
    const states = [{ id: 'a', enter: ANY_NETWORK, observes: ['network'] }];
    expect([...observedKinds(ruleSet({ states, triggers: [trigger] }))].sort()).toEqual(['navigation', 'network']);
  });

  it('of the recorder and of images are no facts for conditions', () => {
    expect(OBSERVABLE_KINDS).not.toContain('dom');
    expect(OBSERVABLE_KINDS).not.toContain('tile');
  });
});
