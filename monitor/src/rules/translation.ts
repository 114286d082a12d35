import type { Expression } from 'rewindow/wire';
import type { CelNode } from './cel.ts';
import type { NameTypes } from './scopeTypes.ts';
import type { ValueType } from './types.ts';

/** An expression with the type of its value. */
export interface Typed {
  expression: Expression;
  type: ValueType;
}

/** Translates a part; `report` notes what is wrong at a place, and the translation goes on, so that all of it is found. */
export interface Translation {
  nameTypes: NameTypes;
  translate(node: CelNode): Typed;
  report(at: { start: number }, message: string): Typed;
}
