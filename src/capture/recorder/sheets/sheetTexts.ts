import type { MaskMode, Privacy } from '../../../browser/privacy.ts';
import { maskCss } from '../../dom/maskCss.ts';
import type { RulePaths } from './rulePath.ts';
import { rulesOf, ruleText } from './ruleText.ts';

/** The texts of style sheets, masked: each rule is read once, and again when it has changed. */
export interface SheetTexts {
  /**
   * One text per rule; none of a sheet that the browser doesn't show. Undefined while there is more to read: what was read is
   * kept.
   * @param node where the sheet belongs, for its addresses
   */
  read(sheet: CSSStyleSheet, node: Node, isOver: () => boolean): readonly string[] | undefined;
  inserted(sheet: CSSStyleSheet, index: number): void;
  deleted(sheet: CSSStyleSheet, index: number): void;
  /** Something within this rule is another now. */
  touched(sheet: CSSStyleSheet, rule: CSSRule): void;
  forget(sheet: CSSStyleSheet): void;
}

interface Reading {
  mode: MaskMode;
  /** Undefined where a rule has to be read. */
  texts: (string | undefined)[];
  /** All before it is read. */
  next: number;
  touched: Set<CSSRule>;
}

/** Rules that are read between two looks at the clock: well below a millisecond. */
const STEP = 32;
/** Rules that are kept from being forgotten because they are to be read again. */
const TOUCHED_MAX = 1_000;

export function createSheetTexts(privacy: Pick<Privacy, 'mode'>, paths: RulePaths): SheetTexts {
  const readings = new WeakMap<CSSStyleSheet, Reading>();
  const shift = (sheet: CSSStyleSheet, index: number, texts: undefined[]) => {
    const reading = readings.get(sheet);
    if (!reading) return;
    reading.texts.splice(index, 1 - texts.length, ...texts);
    reading.next = Math.min(reading.next, index);
  };
  const open = (sheet: CSSStyleSheet, length: number): Reading => {
    const mode = privacy.mode();
    const known = readings.get(sheet);
    if (known && known.mode === mode && known.texts.length === length) return known;
    const texts = Array.from<string | undefined>({ length });
    const reading = { mode, texts, next: 0, touched: new Set<CSSRule>() };
    readings.set(sheet, reading);
    return reading;
  };
  return {
    read(sheet, node, isOver) {
      const rules = rulesOf(sheet);
      if (!rules) return [];
      const reading = open(sheet, rules.length);
      const { texts, touched, mode } = reading;
      for (const rule of touched) {
        const [index = texts.length] = paths.of(rule) ?? [];
        if (index < texts.length) texts[index] = undefined;
        reading.next = Math.min(reading.next, index);
      }
      touched.clear();
      const base = sheet.href ?? node.baseURI;
      while (reading.next < texts.length) {
        const { next } = reading;
        const rule = rules[next];
        if (rule) texts[next] ??= maskCss(ruleText(rule, base, texts[next - 1]), mode);
        reading.next += 1;
        if (reading.next % STEP === 0 && isOver()) return undefined;
      }
      return texts as readonly string[];
    },
    inserted(sheet, index) {
      shift(sheet, index, [undefined]);
    },
    deleted(sheet, index) {
      shift(sheet, index, []);
    },
    touched(sheet, rule) {
      const touched = readings.get(sheet)?.touched.add(rule);
      if (touched && touched.size > TOUCHED_MAX) readings.delete(sheet);
    },
    forget(sheet) {
      readings.delete(sheet);
    },
  };
}
