import { describeField, isEditable } from '../input/describeField.ts';
import type { CaptureScope, Emit } from '../tracker.ts';
import { errorElementOf, errorText, subjectOf } from './errorText.ts';

export const LIVE = '[role=alert],[aria-live=polite],[aria-live=assertive]';
export const INVALID = '[aria-invalid=true]';

/** Tells fields that have become invalid, and messages, each once until the user does something again. */
export interface Verdicts {
  /** Looks at what has changed. */
  judge(changed: Iterable<Element>): void;
  /** These were invalid before. */
  learn(fields: Iterable<Element>): void;
  /** The same message is news again. */
  forget(): void;
}

export function createVerdicts(emit: Emit, scope: CaptureScope): Verdicts {
  const { privacy } = scope;
  const invalid = new WeakSet<Element>();
  const told = new Set<string>();
  const say = (subject: Element, message: string) => {
    if (privacy.isIgnored(subject) || privacy.blockOf(subject)) return;
    const identity = describeField(subject, privacy);
    const key = `${identity.selector}\n${message}`;
    if (told.has(key)) return;
    told.add(key);
    // What is said of a secret may quote it.
    const words = message === '' || privacy.fieldKind(subject) === 'secret' ? {} : { message };
    emit({ kind: 'input', at: scope.now(), data: { ...identity, type: 'validation', ...words, trusted: true } });
  };
  /** @returns the element with its message, where it has just become invalid */
  const judgeField = (field: Element): Element | undefined => {
    if (!field.matches(INVALID)) {
      invalid.delete(field);
      return undefined;
    }
    if (!isEditable(field) || invalid.has(field)) return undefined;
    invalid.add(field);
    const words = errorElementOf(field);
    say(field, words ? errorText(words, field, privacy) : '');
    return words;
  };
  return {
    judge(changed) {
      const regions = new Set<Element>();
      const said = new Set<Element | undefined>();
      for (const element of changed) {
        for (const field of [element, ...element.querySelectorAll(INVALID)]) said.add(judgeField(field));
        const region = element.closest(LIVE);
        for (const found of region ? [region] : element.querySelectorAll(LIVE)) regions.add(found);
      }
      for (const region of regions) {
        const subject = said.has(region) ? undefined : subjectOf(region);
        const message = subject && errorText(region, subject, privacy);
        if (message) say(subject, message);
      }
    },
    learn(fields) {
      for (const field of fields) invalid.add(field);
    },
    forget: () => told.clear(),
  };
}
