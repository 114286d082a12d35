import { TextInput } from '@mantine/core';
import { useState } from 'react';

interface Props {
  label: string;
  text: string;
  placeholder?: string;
  isWide?: boolean;
  isMono?: boolean;
  error?: boolean;
  onText: (text: string) => void;
}

/** A line of text that is handed on when it is left, or at Enter: ids are not renamed letter by letter. */
export function DelayedInput({
  label,
  text,
  placeholder = '',
  isWide = false,
  isMono = false,
  error = false,
  onText,
}: Props) {
  const [draft, setDraft] = useState<string>();
  const commit = (): void => {
    if (draft !== undefined && draft !== text) onText(draft);
    setDraft(undefined);
  };
  return (
    <TextInput
      aria-label={label}
      value={draft ?? text}
      placeholder={placeholder}
      error={error}
      style={isWide ? { flex: '1 1 220px', maxWidth: 460 } : { width: 160 }}
      styles={isMono ? { input: { fontFamily: 'var(--mantine-font-family-monospace)' } } : {}}
      onChange={(event) => {
        setDraft(event.currentTarget.value);
      }}
      onBlur={commit}
      onKeyDown={(event) => {
        if (event.key === 'Enter') commit();
        if (event.key === 'Escape') setDraft(undefined);
      }}
    />
  );
}
