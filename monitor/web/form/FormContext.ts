import { createContext, useContext } from 'react';
import type { JsonPath } from '../model/rules/jsonValue.ts';
import type { Edit } from '../model/rules/lines.ts';
import type { Names } from '../model/rules/sections.ts';

/** What the fields of a form need of the document around them. */
export interface FormHands {
  names: Names;
  /** Changes the document below the path. */
  onEdit: (base: JsonPath, edits: readonly Edit[]) => void;
}

export const FormContext = createContext<FormHands>({ names: { states: [], audiences: [] }, onEdit: () => undefined });
export const useForm = (): FormHands => useContext(FormContext);
