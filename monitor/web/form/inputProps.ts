import type { Json } from '../model/rules/jsonValue.ts';
import type { FieldType } from '../model/rules/lines.ts';

/** What every input gets: the JSON at its place, whatever it is, and a way to change it. */
export interface InputProps<T extends FieldType['type'] = FieldType['type']> {
  label: string;
  as: Extract<FieldType, { type: T }>;
  value: Json | undefined;
  onValue: (value: Json | undefined) => void;
}
