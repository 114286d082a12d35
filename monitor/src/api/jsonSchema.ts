import { toJsonSchema } from '@valibot/to-json-schema';
import type { GenericSchema } from 'valibot';

/**
 * The JSON schema of a valibot schema, for OpenAPI and for the rule set. What JSON schema can't say (checks by code) is left
 * out there and applies all the same, because what comes in is parsed by the original.
 * @param definitions schemas that are said once, under `$defs`, and referred to by these names
 */
export function describeSchema(schema: GenericSchema, definitions?: Record<string, GenericSchema>): object {
  const { $schema: _dialect, ...described } = toJsonSchema(schema, {
    target: 'draft-2020-12',
    errorMode: 'ignore',
    typeMode: 'input',
    ...(definitions && { definitions }),
  });
  return described;
}
