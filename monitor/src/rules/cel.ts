import { Environment, ParseError, type ASTNode } from '@marcbachmann/cel-js';

/** A node of CEL's syntax tree, with its place in the text. */
export type CelNode = ASTNode;
/** Something that is wrong at a place of a condition; offsets count UTF-16 units. */
export interface CelProblem {
  message: string;
  offset: number;
}

/** Generous: the tree that is made of the syntax has its own, lower limits, and a better message. */
const LIMITS = { maxAstNodes: 2_000, maxDepth: 60, maxListElements: 500, maxMapEntries: 100, maxCallArguments: 4 };

const ENVIRONMENT = new Environment({ limits: LIMITS });

/** Reads the syntax of a condition. What the names mean and whether the types fit is checked on the tree. */
export function parseCel(text: string): CelNode | CelProblem {
  try {
    return ENVIRONMENT.parse(text).ast;
  } catch (error) {
    if (!(error instanceof ParseError)) throw error;
    return { message: plain(error.summary), offset: Math.min(error.range?.start ?? 0, text.length) };
  }
}

function plain(summary: string): string {
  return summary.replace('Unexpected token: EOF', 'the condition ends too early').replace(/^./, (c) => c.toLowerCase());
}
