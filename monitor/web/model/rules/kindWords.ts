import { RECORD_KINDS, type RecordKind } from 'rewindow/wire';

/** Each kind of record in words: as something that is captured, and as something that happens. */
interface KindWords {
  label: string;
  happening: string;
  text: string;
}

export const KIND_WORDS: Readonly<Record<RecordKind, KindWords>> = {
  dom: {
    label: 'The page itself',
    happening: 'a change of the page',
    text: 'What the page looks like, so that it can be replayed.',
  },
  input: {
    label: 'Forms',
    happening: 'something in a form',
    text: 'Focus, typing, sending, validation messages. What is typed stays masked.',
  },
  pointer: {
    label: 'Clicks and keys',
    happening: 'a click or key',
    text: 'Clicks, taps, gestures and named keys; never characters.',
  },
  scroll: { label: 'Scrolling', happening: 'scrolling', text: 'How far somebody has scrolled.' },
  frustration: {
    label: 'Frustration',
    happening: 'a sign of frustration',
    text: 'Rage clicks, dead clicks, clicks that lead to errors.',
  },
  navigation: { label: 'Navigation', happening: 'going to a page', text: 'Which pages are opened, and how.' },
  network: {
    label: 'Network',
    happening: 'a network request',
    text: 'Requests with status and duration; bodies only if asked for below.',
  },
  performance: { label: 'Performance', happening: 'a performance figure', text: 'Web vitals, long tasks and frames.' },
  console: { label: 'Console', happening: 'a console line', text: 'Lines that scripts write into the console.' },
  error: { label: 'Errors', happening: 'an error', text: 'Script errors, refused promises, files that did not load.' },
  page: {
    label: 'Page life',
    happening: 'a change of the window',
    text: 'Hidden and shown, resized, offline, printed.',
  },
  tile: { label: 'Images', happening: 'an image', text: 'Images of the screen that rules or operators ask for.' },
  asset: {
    label: 'Files of the page',
    happening: 'a kept file',
    text: 'Styles, fonts and pictures, so that the replay looks right later.',
  },
  custom: {
    label: 'Facts of the page',
    happening: 'a fact of the page',
    text: 'What the page itself tells by track().',
  },
  mark: { label: 'Marks', happening: 'a mark of the page', text: 'Moments that the page names by mark().' },
  identify: { label: 'Who it is', happening: 'a user who is named', text: 'What the page says by identify().' },
  context: { label: 'Context', happening: 'a change of context', text: 'What the page says by setContext().' },
  provider: {
    label: 'Data providers',
    happening: 'data from a provider',
    text: 'What the page hands over when a rule asks for it.',
  },
  consent: { label: 'Consent', happening: 'a decision on consent', text: 'Given or withdrawn.' },
  state: { label: 'States', happening: 'a state that begins or ends', text: 'States of this rule set.' },
  trigger: { label: 'Triggers', happening: 'a trigger that fires', text: 'Triggers of this rule set.' },
  instruction: {
    label: 'Instructions',
    happening: 'an instruction',
    text: 'What the page was told, and what became of it.',
  },
  assist: {
    label: 'Help and offers',
    happening: 'help that is shown or answered',
    text: 'Messages that were shown, closed or answered.',
  },
  agent: { label: 'The agent', happening: 'a note of the agent', text: 'What the recorder says of itself.' },
};

/** What an operator chooses from when capturing; the others come by themselves. */
export const CAPTURE_GROUPS: readonly { label: string; kinds: readonly RecordKind[] }[] = [
  { label: 'What is seen', kinds: ['dom', 'asset', 'tile', 'scroll'] },
  { label: 'What the user does', kinds: ['pointer', 'input', 'frustration', 'navigation'] },
  { label: 'What goes wrong', kinds: ['error', 'network', 'console', 'performance'] },
  { label: 'What the page tells', kinds: ['custom', 'mark', 'identify', 'context', 'provider'] },
  { label: 'About the visit', kinds: ['page', 'consent', 'state', 'trigger', 'instruction', 'assist', 'agent'] },
];

export const isKind = (value: unknown): value is RecordKind => RECORD_KINDS.some((kind) => kind === value);
