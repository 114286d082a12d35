import type { ATTRIBUTES, Kind } from './pools.ts';

/**
 * One step of a program, as data. Numbers that name nodes (`what`, `where`, `root`, `sheet`) are taken modulo the count of
 * those that fit at that time, so that every program runs, and what is left after shrinking runs, too.
 */
export type Operation =
  | { does: 'insert'; kind: Kind; where: number; index: number }
  | { does: 'insertMany'; kinds: Kind[]; where: number; index: number }
  | { does: 'move'; what: number; where: number; index: number }
  | { does: 'remove'; what: number }
  | { does: 'shuffle'; where: number; by: number }
  | { does: 'text'; what: number; value: string }
  | { does: 'split'; what: number; at: number }
  | { does: 'normalize'; where: number }
  | { does: 'attribute'; what: number; name: keyof typeof ATTRIBUTES; value: string | null }
  | { does: 'style'; what: number; name: string; value: string }
  | { does: 'html'; where: number; markup: string; how: 'inner' | 'outer' | InsertPosition }
  | { does: 'replaceChildren'; where: number; kinds: Kind[] }
  | { does: 'clone'; what: number; isDeep: boolean; where: number; index: number }
  | { does: 'shadow'; where: number; markup: string }
  | { does: 'navigate'; frame: number; page: string; by: 'srcdoc' | 'blob' }
  | { does: 'write'; frame: number; page: string }
  | { does: 'adopt'; root: number; sheets: number[]; how: 'assign' | 'push' | 'pop' }
  | { does: 'construct'; css: string }
  | { does: 'replaceSheet'; sheet: number; css: string }
  | { does: 'insertRule'; sheet: number; rule: string; index: number }
  | { does: 'deleteRule'; sheet: number; index: number }
  | { does: 'ruleStyle'; sheet: number; index: number; name: string; value: string }
  | { does: 'nestedRule'; sheet: number; index: number; rule: string }
  | { does: 'styleText'; what: number; css: string; how: 'replace' | 'append' | 'data' }
  | { does: 'value'; what: number; value: string }
  | { does: 'check'; what: number; on: boolean }
  | { does: 'select'; what: number; index: number }
  | { does: 'scroll'; what: number; top: number; left: number }
  | { does: 'dialog'; what: number; how: 'show' | 'showModal' | 'close' }
  | { does: 'define'; name: 'x-own' | 'x-shell' }
  | { does: 'tick' }
  | { does: 'slice'; nodes: number }
  | { does: 'flush' }
  | { does: 'checkpoint' }
  | { does: 'rest' };
export type Does = Operation['does'];
export type Program = readonly Operation[];
