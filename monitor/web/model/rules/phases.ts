import { STANDSTILLS } from 'rewindow/wire';

const REASONS: Readonly<Record<(typeof STANDSTILLS)[number], string>> = {
  no_rules: 'it has no rules yet',
  rules_empty: 'the rules capture nothing',
  not_sampled: 'not among the sampled sessions',
  asleep: 'told to sleep',
  paused: 'paused by the page',
  disabled: 'switched off',
};

/** What an agent says of itself: its phase, and why it records nothing. */
export function describePhase(phase: string, reason: string | null): string {
  const known = STANDSTILLS.find((one) => one === reason);
  if (reason === null) return phase;
  return `${phase}: ${known === undefined ? reason : REASONS[known]}`;
}
