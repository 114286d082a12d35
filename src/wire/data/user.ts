import * as v from 'valibot';
import { Count } from '../ids.ts';
import { target, text } from './text.ts';

export const InputData = v.object({
  ...target,
  /**
   * `visit` stands at the end of a stay in a field and sums it up; `validation` is a message that the page itself shows
   * (`aria-invalid`, `role=alert`), `invalid` the browser's own.
   */
  type: v.picklist(['focus', 'blur', 'input', 'change', 'submit', 'invalid', 'validation', 'visit']),
  /** Name or selector of the field's form. */
  form: v.optional(text),
  /** Type of an input (`email`, `number` …) or the element's name. */
  fieldType: v.optional(text),
  /** The field's autocomplete kind, such as `given-name`. */
  purpose: v.optional(text),
  /** Number of characters, never the characters. */
  length: v.optional(Count),
  /** Only where a rule names the field and the page lets it be read. */
  value: v.optional(text),
  /** The validation message, for `invalid` and `validation`. */
  message: v.optional(text),
  /** For `visit`: which stay in this field it was, from 1. */
  visitCount: v.optional(Count),
  dwellMs: v.optional(v.number()),
  /** Changes by typing, and how many of them took something away. */
  editCount: v.optional(Count),
  correctionCount: v.optional(Count),
  /** Something was pasted or dropped, whatever it was. */
  pasted: v.optional(v.boolean()),
  trusted: v.boolean(),
});

export const PointerData = v.object({
  ...target,
  type: v.picklist([
    ...(['click', 'dblclick', 'contextmenu', 'down', 'up', 'key', 'move'] as const),
    ...(['swipe', 'pinch', 'longpress'] as const),
  ]),
  pointer: v.optional(v.picklist(['mouse', 'touch', 'pen'])),
  x: v.optional(v.number()),
  y: v.optional(v.number()),
  /** For `key`: a named key (Enter, Escape, Tab …) or the word `character`; never the character. */
  key: v.optional(text),
  /** For `key`: what it is for. */
  keyType: v.optional(v.picklist(['navigation', 'editing', 'shortcut', 'function', 'character'])),
  /** For `swipe`. */
  direction: v.optional(v.picklist(['up', 'down', 'left', 'right'])),
  /** For `swipe`: CSS pixels. */
  distance: v.optional(v.number()),
  /** For `pinch`: size at its end by size at its start. */
  scale: v.optional(v.number()),
  /** For `move`: x, y and milliseconds since the first point, sampled. */
  points: v.optional(v.array(v.tuple([v.number(), v.number(), v.number()]))),
  trusted: v.boolean(),
});

/** `depth` is the share of the height that has been seen, 0 to 1. */
export const ScrollData = v.object({ selector: text, x: v.number(), y: v.number(), depth: v.number() });

/** Signs that the page does not do what its user expects; thresholds stand in the rule set. */
export const FrustrationData = v.object({
  ...target,
  type: v.picklist(['rageClick', 'deadClick', 'errorClick', 'thrashedCursor']),
  x: v.optional(v.number()),
  y: v.optional(v.number()),
  /** Clicks of a rage click, turns of a thrashed cursor. */
  count: v.optional(Count),
  /** For `errorClick`: the error's message. */
  message: v.optional(text),
});
