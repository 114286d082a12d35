import { ConditionText, InstructionDraft, Order, RuleSetSource } from 'rewindow/wire';
import { describeSchema } from '../api/jsonSchema.ts';
import { INSTRUCTION_WORDS, PATTERN_WORDS, VERB_WORDS } from './instructionWords.ts';
import { SCHEMA_WORDS } from './schemaWords.ts';

/** The address under which each monitor serves the schema; a name, not a place on the net. */
const SCHEMA_ID = 'urn:rewindow:rule-set:1';
const DIALECT = 'https://json-schema.org/draft/2020-12/schema';
const DEFINITIONS = { Condition: ConditionText, Instruction: InstructionDraft, Order };
const CONDITION_WORDS =
  'Condition in CEL over record, session, page, user, state, link and profile; of a combination, over its parts.';

const WORDS = new Map([...SCHEMA_WORDS, ...INSTRUCTION_WORDS]);
const BRANCH_WORDS = new Map([...PATTERN_WORDS, ...VERB_WORDS]);

/** A part of a path: a field, or the type or verb that tells which of several forms is meant. */
interface Step {
  name: string;
  isForm: boolean;
}
type Node = Readonly<Record<string, unknown>>;

/**
 * Version 1 of the rule set as JSON Schema, with a description of every field: for editors, and for whoever makes rule sets
 * by a program. What it can't say (references, conditions) the check of the monitor does.
 */
export function ruleSetSchema(): object {
  const { $defs = {}, ...root } = toNode(describeSchema(RuleSetSource, DEFINITIONS));
  const { Condition, Instruction, Order: order } = toNode($defs);
  return {
    $schema: DIALECT,
    $id: SCHEMA_ID,
    title: 'Rule set of Rewindow, version 1',
    description: 'What agents capture, buffer, image, send and show, when, and what follows from it.',
    ...describe(root, []),
    $defs: {
      Condition: { ...toNode(Condition), description: CONDITION_WORDS },
      Instruction: describe(toNode(Instruction), [field('instructions')]),
      Order: describe(toNode(order), [field('order')]),
    },
  };
}

function describe(node: Node, path: Step[]): Node {
  const entries = Object.entries(node).map(([key, value]): [string, unknown] => {
    if (key === 'properties') return [key, describeFields(toNode(value), path)];
    if (key === 'items') return [key, describe(toNode(value), path)];
    if ((key === 'oneOf' || key === 'anyOf') && Array.isArray(value)) {
      return [key, value.map((branch) => describeBranch(toNode(branch), path))];
    }
    return [key, value];
  });
  return Object.fromEntries(entries);
}

function describeFields(fields: Node, path: Step[]): Node {
  const entries = Object.entries(fields).map(([name, value]): [string, Node] => {
    const steps = [...path, field(name)];
    const description = wordsOf(steps);
    return [name, { ...describe(toNode(value), steps), ...(description && { description }) }];
  });
  return Object.fromEntries(entries);
}

function describeBranch(branch: Node, path: Step[]): Node {
  const { type, verb } = toNode(branch['properties']);
  const form = toNode(type ?? verb)['const'];
  if (typeof form !== 'string') return describe(branch, path);
  const description = BRANCH_WORDS.get(form);
  return {
    title: form,
    ...(description && { description }),
    ...describe(branch, [...path, { name: form, isForm: true }]),
  };
}

/** The description whose key is the longest ending of the path; a form may be named in it, or not. */
function wordsOf(path: Step[]): string | undefined {
  const plain = path.filter(({ isForm }) => !isForm);
  const names = [...endings(path), ...endings(plain)].sort((one, other) => other.length - one.length);
  const key = names.map((steps) => steps.map(({ name }) => name).join('.')).find((name) => WORDS.has(name));
  return key === undefined ? undefined : WORDS.get(key);
}

function endings(path: Step[]): Step[][] {
  return path.map((_, index) => path.slice(index));
}

function field(name: string): Step {
  return { name, isForm: false };
}

function toNode(value: unknown): Node {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
