import { useState } from 'react';
import type { Json } from '../model/rules/jsonValue.ts';

interface Options {
  value: Json | undefined;
  /** Left empty, what holds without it counts. */
  hasFallback: boolean;
  toShown: (stored: number) => number;
  toStored: (shown: number) => number;
  onValue: (value: number | undefined) => void;
}

/** A number that may be empty while it is typed, without being taken out of the document for that. */
export function useAmount({ value, hasFallback, toShown, toStored, onValue }: Options) {
  const [isEmpty, setEmpty] = useState(false);
  return {
    value: typeof value === 'number' && !isEmpty ? toShown(value) : '',
    onChange: (next: number | string): void => {
      setEmpty(next === '');
      const stored = typeof next === 'number' ? toStored(next) : undefined;
      if (stored !== undefined && stored !== value) onValue(stored);
    },
    onBlur: (): void => {
      if (isEmpty && hasFallback && value !== undefined) onValue(undefined);
      setEmpty(false);
    },
  };
}
