import { Button, Group, Text, Textarea, TextInput, Title, UnstyledButton } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type SubmitEvent } from 'react';
import { api } from '../api/client.ts';
import { useLists } from '../api/queries.ts';
import { formatAgo, formatCount, formatDateTime } from '../model/format.ts';
import { parseUsers } from '../model/userList.ts';
import { Failure } from '../shell/Failure.tsx';
import { useNow } from '../shell/useNow.ts';
import classes from './RulesView.module.css';

/** Lists of users that audiences can name. They never leave the monitor. */
export function ListsPanel({ app }: { app: string }) {
  const lists = useLists(app);
  const now = useNow(10_000);
  const [open, setOpen] = useState<string>();
  const ids = lists.data?.map(({ id }) => id) ?? [];
  return (
    <section className={classes.section} aria-label="Lists of users">
      <Title order={3}>Lists of users</Title>
      <Text size="sm" c="dimmed" mb={8}>
        An audience names a list; who is on it never leaves the monitor.
      </Text>
      {lists.isError && <Failure error={lists.error} title="The lists can't be shown" />}
      {lists.data?.length === 0 && <Text size="sm">There is none yet.</Text>}
      {lists.data?.map((list) => (
        <div key={list.id} className={classes.hit}>
          <UnstyledButton
            className={classes.hitTop}
            aria-expanded={open === list.id}
            onClick={() => {
              setOpen(open === list.id ? undefined : list.id);
            }}
          >
            <Text size="sm" fw={600} truncate>
              {list.id}
            </Text>
            <Text size="sm">{formatCount(list.userCount, 'user')}</Text>
            <Text size="xs" c="dimmed" ml="auto" title={formatDateTime(list.updatedAt)}>
              {formatAgo(list.updatedAt, now)}
            </Text>
          </UnstyledButton>
          {open === list.id && <ListEditor app={app} id={list.id} isNew={false} onDone={() => setOpen(undefined)} />}
        </div>
      ))}
      {open !== undefined && !ids.includes(open) && (
        <ListEditor app={app} id={open} isNew onDone={() => setOpen(undefined)} />
      )}
      <NewList onName={setOpen} />
    </section>
  );
}

function NewList({ onName }: { onName: (name: string) => void }) {
  const [name, setName] = useState('');
  const isName = /^[A-Za-z][A-Za-z0-9_-]{0,63}$/.test(name);
  const add = (event: SubmitEvent): void => {
    event.preventDefault();
    if (!isName) return;
    onName(name);
    setName('');
  };
  return (
    <form onSubmit={add}>
      <Group gap={8} mt={10}>
        <TextInput
          aria-label="Name of a new list"
          placeholder="Name of a new list"
          value={name}
          error={name !== '' && !isName && 'Letters, digits, _ and -, a letter first'}
          onChange={(event) => {
            setName(event.currentTarget.value);
          }}
        />
        <Button type="submit" variant="default" disabled={!isName}>
          New list
        </Button>
      </Group>
    </form>
  );
}

interface EditorProps {
  app: string;
  id: string;
  isNew: boolean;
  onDone: () => void;
}

function ListEditor({ app, id, isNew, onDone }: EditorProps) {
  const client = useQueryClient();
  const list = useQuery({
    queryKey: ['list', app, id],
    queryFn: ({ signal }) => api.list(app, id, signal),
    enabled: !isNew,
  });
  const [draft, setDraft] = useState<string>();
  const text = draft ?? list.data?.users.join('\n') ?? '';
  const { users, refused } = parseUsers(text);
  const save = useMutation({
    mutationFn: () => api.saveList(app, id, users),
    onSuccess: async (saved) => {
      client.setQueryData(['list', app, id], saved);
      await client.invalidateQueries({ queryKey: ['lists', app] });
      onDone();
    },
  });
  if (list.isError) return <Failure error={list.error} title="The list can't be shown" />;
  return (
    <div className={classes.listEditor}>
      <Textarea
        label={`Users of ${id}`}
        description="One per line, as pages say by identify()."
        autosize
        minRows={4}
        maxRows={16}
        disabled={!isNew && list.isPending}
        value={text}
        error={refused.length > 0 && `Too long: ${refused.slice(0, 3).join(', ')}`}
        onChange={(event) => {
          setDraft(event.currentTarget.value);
        }}
      />
      {save.isError && <Failure error={save.error} title="Not saved" />}
      <Group gap={8} mt={8}>
        <Button
          loading={save.isPending}
          disabled={refused.length > 0 || (!isNew && draft === undefined)}
          onClick={() => save.mutate()}
        >
          Save {formatCount(users.length, 'user')}
        </Button>
        <Button variant="default" onClick={onDone}>
          Cancel
        </Button>
      </Group>
    </div>
  );
}
