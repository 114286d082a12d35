import { toJsonSchema } from '@valibot/to-json-schema';
import type { GenericSchema } from 'valibot';

/**
 * The JSON schema of a valibot schema, for OpenAPI. What JSON schema can't say (checks by code) is left out there and
 * applies all the same, because requests are parsed by the original.
 */
export function describeSchema(schema: GenericSchema): object {
  const { $schema: _dialect, ...described } = toJsonSchema(schema, {
    target: 'draft-2020-12',
    errorMode: 'ignore',
    typeMode: 'input',
  });
  return described;
}
