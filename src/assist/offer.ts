import type { Stoppable } from '../tools/stop.ts';
import { createElement } from './card.ts';

export interface OfferParts {
  /** That the user may keep. */
  code?: string | undefined;
  /** How long the offer is valid from now. */
  validMs?: number | undefined;
  now(): number;
  setTimeout(callback: () => void, ms: number): number;
  clearTimeout(timer: number | undefined): void;
  onCopy(): void;
  onOver(): void;
}

const MINUTE_MS = 60_000;
const UNITS = [
  ['day', 24 * 60 * MINUTE_MS],
  ['hour', 60 * MINUTE_MS],
  ['minute', MINUTE_MS],
  ['second', 1_000],
] as const;
/** How long the button says that it has copied. */
const COPIED_MS = 2_000;

/** Adds what an offer has besides a message: the code with a button that copies it, and the time that is left. */
export function createOffer(card: HTMLElement, offer: OfferParts): Stoppable {
  const { ownerDocument: document } = card;
  const row = createElement(document, 'div', '');
  row.className = 'offer';
  const copying = offer.code === undefined ? undefined : addCode(row, offer.code, offer);
  const left = offer.validMs === undefined ? undefined : addTimeLeft(row, offer.validMs, offer);
  if (row.firstElementChild) card.querySelector('p')?.after(row);
  return {
    stop() {
      copying?.stop();
      left?.stop();
    },
  };
}

function addCode(row: HTMLElement, text: string, offer: OfferParts): Stoppable {
  const { ownerDocument: document } = row;
  const code = createElement(document, 'code', text);
  const button = createElement(document, 'button', 'Copy');
  let timer: number | undefined;
  button.className = 'copy';
  button.setAttribute('type', 'button');
  button.addEventListener('click', () => {
    void copy(code, text).then((isCopied) => {
      if (!isCopied) return;
      button.textContent = 'Copied';
      offer.clearTimeout(timer);
      timer = offer.setTimeout(() => (button.textContent = 'Copy'), COPIED_MS);
      offer.onCopy();
    });
  });
  row.append(code, button);
  return { stop: () => offer.clearTimeout(timer) };
}

/** Without the clipboard (no secure context, not allowed) the code is selected, so that the user can copy it. */
async function copy(code: HTMLElement, text: string): Promise<boolean> {
  const window = code.ownerDocument.defaultView;
  const { clipboard } = (window?.navigator ?? {}) as { clipboard?: Clipboard };
  try {
    if (!clipboard) throw new Error('no clipboard');
    await clipboard.writeText(text);
    return true;
  } catch {
    window?.getSelection()?.selectAllChildren(code);
    return false;
  }
}

/** Counts down: in large units as long as it can, so that the page changes rarely. */
function addTimeLeft(row: HTMLElement, validMs: number, offer: OfferParts): Stoppable {
  const { ownerDocument: document } = row;
  const untilAt = offer.now() + validMs;
  const label = createElement(document, 'small', '');
  // Each tick would be read out.
  label.setAttribute('aria-live', 'off');
  row.append(label);
  let timer: number | undefined;
  const update = () => {
    const { text, nextMs } = describeLeft(Math.max(1, untilAt - offer.now()), document.documentElement.lang);
    label.textContent = text;
    timer = offer.setTimeout(tick, nextMs);
  };
  const tick = () => {
    if (offer.now() < untilAt) update();
    else offer.onOver();
  };
  update();
  return { stop: () => offer.clearTimeout(timer) };
}

/** `5 minutes`, in the language of the page, and how long that is true. Rounded up: never less than is left. */
export function describeLeft(leftMs: number, language: string): { text: string; nextMs: number } {
  // Of one hour only the minutes are worth knowing.
  const [unit, unitMs] = UNITS.find(([, ms]) => leftMs > ms) ?? ['second', 1_000];
  const count = Math.ceil(leftMs / unitMs);
  return { text: formatUnit(count, unit, language), nextMs: leftMs - (count - 1) * unitMs };
}

function formatUnit(count: number, unit: string, language: string): string {
  const options = { style: 'unit', unit, unitDisplay: 'long' } as const;
  try {
    return new Intl.NumberFormat(language === '' ? undefined : language, options).format(count);
  } catch {
    return `${String(count)} ${unit}${count === 1 ? '' : 's'}`;
  }
}
