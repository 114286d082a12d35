import type { MaskMode, Privacy } from '../../../browser/privacy.ts';
import { maskCss } from '../../masking/maskCss.ts';
import { pathOf } from './rulePath.ts';
import { rulesOf, ruleText } from './ruleText.ts';

/** The texts of style sheets, masked: each rule is read once, and again when it has changed. */
export interface SheetTexts {
  /**
   * One text per rule; none of a sheet that the browser doesn't show. Undefined while there is more to read: what was read is
   * kept.
   * @param node where the sheet belongs
   */
  read(sheet: CSSStyleSheet, node: Node, isOver: () => boolean): readonly string[] | undefined;
  /** A rule has come, or gone. */
  moved(sheet: CSSStyleSheet, index: number, isNew: boolean): void;
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

export function createSheetTexts(privacy: Privacy): SheetTexts {
  const readings = new WeakMap<CSSStyleSheet, Reading>();
  const open = (sheet: CSSStyleSheet, mode: MaskMode, length: number): Reading => {
    const known = readings.get(sheet);
    if (known?.mode === mode && known.texts.length === length) return known;
    const reading = { mode, texts: Array.from<undefined>({ length }), next: 0, touched: new Set<CSSRule>() };
    readings.set(sheet, reading);
    return reading;
  };
  return {
    read(sheet, node, isOver) {
      const rules = rulesOf(sheet);
      if (!rules) return [];
      const mode = sheetMode(privacy, node);
      const reading = open(sheet, mode, rules.length);
      const { texts, touched } = reading;
      for (const rule of touched) {
        const [index] = pathOf(rule) ?? [];
        if (index === undefined) continue;
        texts[index] = undefined;
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
    moved(sheet, index, isNew) {
      const reading = readings.get(sheet);
      if (!reading) return;
      reading.texts.splice(index, isNew ? 0 : 1, ...(isNew ? [undefined] : []));
      reading.next = Math.min(reading.next, index);
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

/** In a region that is masked by itself as if the whole page were. */
export function sheetMode(privacy: Privacy, node: Node): MaskMode {
  const mode = privacy.mode();
  return mode === 'inputs' && 'localName' in node && privacy.isMasked(node as Element) ? 'text' : mode;
}
