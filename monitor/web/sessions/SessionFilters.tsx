import { Button, Group, Select, Switch, TextInput } from '@mantine/core';
import { IconFilterOff } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useApps } from '../api/queries.ts';
import { isFiltered, withFilter, type FilterName } from '../model/sessionFilter.ts';

interface Props {
  search: URLSearchParams;
  onChange: (next: URLSearchParams) => void;
}

/** Typing rests so long before it is searched for. */
const REST_MS = 350;

export function SessionFilters({ search, onChange }: Props) {
  const apps = useApps().data ?? [];
  const set = (name: FilterName, value: string): void => {
    onChange(withFilter(search, name, value));
  };
  const text = (name: FilterName, label: string, width: number) => (
    <FilterText
      label={label}
      width={width}
      value={search.get(name) ?? ''}
      onChange={(value) => {
        set(name, value);
      }}
    />
  );
  const flag = (name: FilterName, label: string) => (
    <Switch
      label={label}
      checked={search.get(name) === 'true'}
      onChange={(event) => {
        set(name, event.currentTarget.checked ? 'true' : '');
      }}
    />
  );
  return (
    <Group gap="xs" mb="sm" role="search">
      {text('user', 'User', 130)}
      {text('url', 'URL', 170)}
      {text('error', 'Error', 150)}
      {text('text', 'Any text', 170)}
      <Select
        aria-label="Application"
        placeholder="All applications"
        w={160}
        clearable
        data={apps.map(({ key, name }) => ({ value: key, label: name }))}
        value={search.get('app')}
        onChange={(value) => {
          set('app', value ?? '');
        }}
      />
      {flag('live', 'Live only')}
      {flag('archived', 'Archived only')}
      <Button
        variant="subtle"
        color="gray"
        leftSection={<IconFilterOff size={14} />}
        style={{ visibility: isFiltered(search) ? 'visible' : 'hidden' }}
        onClick={() => {
          onChange(new URLSearchParams());
        }}
      >
        Clear
      </Button>
    </Group>
  );
}

interface FilterTextProps {
  label: string;
  width: number;
  value: string;
  onChange: (value: string) => void;
}

/** A text that takes effect when typing rests, or at once on Enter. */
function FilterText({ label, width, value, onChange }: FilterTextProps) {
  const [typed, setTyped] = useState(value);
  useEffect(() => {
    setTyped(value);
  }, [value]);
  useEffect(() => {
    if (typed === value) return undefined;
    const timer = setTimeout(() => {
      onChange(typed);
    }, REST_MS);
    return () => {
      clearTimeout(timer);
    };
  }, [typed, value, onChange]);
  return (
    <TextInput
      aria-label={label}
      placeholder={label}
      w={width}
      value={typed}
      onChange={(event) => {
        setTyped(event.currentTarget.value);
      }}
      onKeyDown={(event) => {
        if (event.key === 'Enter') onChange(typed);
      }}
    />
  );
}
