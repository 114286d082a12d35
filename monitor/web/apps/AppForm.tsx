import { Button, Group, Paper, Stack, Textarea, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type SubmitEvent } from 'react';
import type { App } from '../../src/api/contract.ts';
import { api } from '../api/client.ts';
import { parseOrigins } from '../model/scriptTag.ts';
import { Failure } from '../shell/Failure.tsx';

interface Props {
  /** The one to change; a new one where absent. */
  app?: App;
  onDone: () => void;
}

const KEY = /^[A-Za-z0-9_-]{0,64}$/;

export function AppForm({ app, onDone }: Props) {
  const [name, setName] = useState(app?.name ?? '');
  const [key, setKey] = useState('');
  const [originText, setOriginText] = useState(app?.allowedOrigins.join('\n') ?? '');
  const { origins, refused } = parseOrigins(originText);
  const client = useQueryClient();
  const save = useMutation({
    mutationFn: () => {
      const body = { name: name.trim(), allowedOrigins: origins };
      return app ? api.changeApp(app.key, body) : api.addApp(key === '' ? body : { ...body, key });
    },
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['apps'] });
      onDone();
    },
  });
  const isReady = name.trim() !== '' && refused.length === 0 && KEY.test(key);
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    if (isReady) save.mutate();
  };
  return (
    <Paper withBorder p="md" bg="var(--rw-panel)" component="form" onSubmit={submit}>
      <Stack gap="sm" maw={560}>
        <TextInput
          label="Name"
          value={name}
          required
          autoFocus
          onChange={(event) => {
            setName(event.currentTarget.value);
          }}
        />
        {!app && (
          <TextInput
            label="Key"
            description="Stands in the script tag. Left empty, one is made."
            value={key}
            error={!KEY.test(key) && 'Letters, digits, _ and -; at most 64'}
            onChange={(event) => {
              setKey(event.currentTarget.value);
            }}
          />
        )}
        <OriginsField text={originText} refused={refused} onText={setOriginText} />
        {save.isError && <Failure error={save.error} title="Not saved" />}
        <Group gap="xs">
          <Button type="submit" loading={save.isPending} disabled={!isReady}>
            {app ? 'Save' : 'Add'}
          </Button>
          <Button variant="default" onClick={onDone}>
            Cancel
          </Button>
        </Group>
      </Stack>
    </Paper>
  );
}

interface OriginsProps {
  text: string;
  refused: readonly string[];
  onText: (text: string) => void;
}

function OriginsField({ text, refused, onText }: OriginsProps) {
  return (
    <Textarea
      label="Origins whose pages may send"
      description="One per line, as https://shop.example; * allows any."
      autosize
      minRows={2}
      value={text}
      error={refused.length > 0 && `Not an origin: ${refused.join(', ')}`}
      onChange={(event) => {
        onText(event.currentTarget.value);
      }}
    />
  );
}
