import type { PageStorage } from '../browser/storage.ts';
import { KEPT } from './goingOn.ts';
import { isNumber, isText, listOf, shape } from '../wire/checks.ts';
import type { Instruction } from '../wire/instruction.ts';
import { parseInstruction } from '../wire/parseInPage.ts';

/** A live send that ends when a state is entered. */
export interface Ending {
  state: string;
  instructionId: string;
  /** It ends by itself then. */
  untilAt: number;
}

/** What instructions have begun or wait for, in the tab's storage: it outlives the page. */
export interface KeptInstructions {
  waiting: Instruction[];
  endings: Ending[];
}

const isEndings = listOf(shape({ state: isText, instructionId: isText, untilAt: isNumber }));

/** Others write into the storage of the origin, too. */
export function readKept(storage: PageStorage): KeptInstructions {
  const { waiting, endings } = Object(storage.get(KEPT)) as Partial<Record<keyof KeptInstructions, unknown>>;
  return {
    waiting: Array.isArray(waiting) ? waiting.flatMap(parse) : [],
    endings: isEndings(endings) ? (endings as Ending[]) : [],
  };
}

function parse(value: unknown): Instruction[] {
  try {
    return [parseInstruction(value)];
  } catch {
    return [];
  }
}

export function writeKept(storage: PageStorage, kept: KeptInstructions): void {
  if (kept.waiting.length + kept.endings.length === 0) storage.remove(KEPT);
  else storage.set(KEPT, kept);
}
