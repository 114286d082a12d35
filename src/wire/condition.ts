import * as v from 'valibot';
import { isExpression, type Expression } from './expression.ts';
import { RECORD_KINDS } from './recordKinds.ts';

/** A condition as the operator writes it, in CEL … */
export const ConditionText = v.pipe(v.string(), v.minLength(1), v.maxLength(4_000));
/** … and compiled. */
export const CompiledCondition = v.custom<Expression>(isExpression, 'not a compiled expression');
/** Each compiled rule says which kinds of records can make its condition true: no tracker runs that nobody needs. */
export const OBSERVED = { observes: v.array(v.picklist(RECORD_KINDS)) };
