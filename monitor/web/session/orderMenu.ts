import type { Verb } from 'rewindow/wire';

/** What an operator can ask for besides the buttons, in groups. */
export const ORDER_GROUPS: readonly { label: string; verbs: readonly Verb[] }[] = [
  {
    label: 'Buffer and capture',
    verbs: ['buffer.send', 'buffer.hold', 'buffer.drop', 'capture.start', 'capture.stop'],
  },
  { label: 'What the user sees', verbs: ['assist.offer', 'assist.close'] },
  { label: 'Session and recorder', verbs: ['rules', 'session.end', 'agent.sleep', 'agent.disable', 'agent.enable'] },
];
