import { isObject, listAt, textAt, type Json, type JsonObject } from './jsonValue.ts';
import type { Line } from './lines.ts';
import { AUDIENCE } from './audienceLines.ts';
import { CAPTURE } from './captureLines.ts';
import { assistLines, forwardLines, providerLines, screenLines, stateLines, triggerLines } from './ruleLines.ts';
import { BUFFER, GENERAL, LIMITS, LINK } from './settingLines.ts';

/** The parts of a rule set in the order in which the form shows them. */
export interface Section {
  id: string;
  title: string;
  text: string;
  /** Where its rules stand; absent for settings, which stand in the rule set itself. */
  list?: RuleList;
  lines?: readonly Line[];
}

export interface RuleList {
  key: string;
  noun: string;
  initial: JsonObject;
  lines: (item: Json) => readonly Line[];
}

const rules = (key: string, noun: string, initial: JsonObject, lines: (item: Json) => readonly Line[]): RuleList => ({
  key,
  noun,
  initial,
  lines,
});
const ERRORS = "record.kind == 'error'";

export const SECTIONS: readonly Section[] = [
  { id: 'general', title: 'General', text: 'Whom it is for, and when a visit is over.', lines: GENERAL },
  {
    id: 'states',
    title: 'States',
    text: 'Where somebody is: on the checkout, in a payment, before a dialog. Rules can apply in a state only.',
    list: rules('states', 'state', { id: 'state', url: '/checkout/*' }, stateLines),
  },
  {
    id: 'capture',
    title: 'Capture',
    text: 'What goes into the buffer on the device. Nothing of it is sent by this alone.',
    list: rules(
      'capture',
      'capture rule',
      { kinds: ['dom', 'pointer', 'input', 'navigation', 'network', 'error'] },
      () => CAPTURE,
    ),
  },
  {
    id: 'screen',
    title: 'Images',
    text: 'When the recorder images the screen, or a part of it.',
    list: rules('screen', 'image rule', { id: 'image', when: ERRORS, target: 'viewport' }, screenLines),
  },
  {
    id: 'providers',
    title: 'Data of the page',
    text: 'When the page is asked for data that it offers, such as the cart.',
    list: rules('providers', 'data rule', { id: 'data', provider: 'cart', when: ERRORS }, providerLines),
  },
  { id: 'buffer', title: 'Buffer', text: 'How much of the past the device keeps.', lines: BUFFER },
  {
    id: 'forward',
    title: 'Forwarding',
    text: 'What is sent at once, and what never. Everything else waits in the buffer until it is asked for.',
    list: rules('forward', 'forwarding rule', { mode: 'live', kinds: ['error'] }, forwardLines),
  },
  {
    id: 'triggers',
    title: 'Triggers',
    text: 'What has to happen, and what is done then.',
    list: rules(
      'triggers',
      'trigger',
      {
        id: 'trigger',
        type: 'match',
        when: ERRORS,
        instructions: [{ order: { verb: 'buffer.send', lastMs: 180_000 } }],
      },
      triggerLines,
    ),
  },
  {
    id: 'assist',
    title: 'Help and offers',
    text: 'What the user is shown, and when.',
    list: rules(
      'assist',
      'help rule',
      {
        id: 'help',
        when: "record.kind == 'frustration'",
        show: { verb: 'assist.message', title: 'Can we help?', text: 'Tell us what you are looking for.' },
      },
      assistLines,
    ),
  },
  {
    id: 'targeting',
    title: 'Audiences',
    text: 'Groups of sessions that rules can be for. All that is said of an audience must be so.',
    list: rules('targeting', 'audience', { id: 'audience', share: 0.1 }, () => AUDIENCE),
  },
  {
    id: 'link',
    title: 'Link',
    text: 'What to do on links that are slow or cost money. The strictest counts.',
    lines: LINK,
  },
  { id: 'limits', title: 'Limits', text: 'What agents never exceed, whatever triggers ask for.', lines: LIMITS },
];

/** Ids of the document that fields offer. */
export interface Names {
  states: string[];
  audiences: string[];
}

const idsOf = (document: JsonObject, key: string): string[] =>
  listAt(document, [key]).flatMap((item) => textAt(item, ['id']) ?? []);

export const namesOf = (document: JsonObject): Names => ({
  states: idsOf(document, 'states'),
  audiences: idsOf(document, 'targeting'),
});

/** A new rule, with an id that nobody has. */
export function freshItem(document: JsonObject, { key, initial }: RuleList): JsonObject {
  if (!('id' in initial)) return initial;
  const taken = new Set(
    ['states', 'screen', 'providers', 'triggers', 'assist', 'targeting'].flatMap((one) => idsOf(document, one)),
  );
  const base = textAt(initial, ['id']) ?? 'rule';
  let number = 1;
  const idOf = (): string => (number === 1 ? base : `${base}-${String(number)}`);
  while (taken.has(idOf())) number += 1;
  return withFirstState({ ...initial, id: idOf() }, document, key);
}

/** States of which there is none yet are left for the operator to choose. */
function withFirstState(item: JsonObject, document: JsonObject, key: string): JsonObject {
  const [first] = namesOf(document).states;
  return key === 'triggers' && isObject(item) && item['in'] === '' && first !== undefined
    ? { ...item, in: first }
    : item;
}
