import { Anchor, Badge, Button, Code, Group, Paper, Stack, Text, Title } from '@mantine/core';
import { useState } from 'react';
import { Link } from 'react-router';
import type { App } from '../../src/api/contract.ts';
import { formatCount, formatDateTime } from '../model/format.ts';
import { AppForm } from './AppForm.tsx';
import { ScriptTag } from './ScriptTag.tsx';

export function AppCard({ app }: { app: App }) {
  const [isEditing, setEditing] = useState(false);
  if (isEditing)
    return (
      <AppForm
        app={app}
        onDone={() => {
          setEditing(false);
        }}
      />
    );
  return (
    <Paper withBorder p="md" bg="var(--rw-panel)">
      <Stack gap="xs">
        <Group justify="space-between">
          <Group gap="xs">
            <Title order={2}>{app.name}</Title>
            <Code>{app.key}</Code>
          </Group>
          <Button
            variant="default"
            onClick={() => {
              setEditing(true);
            }}
          >
            Edit
          </Button>
        </Group>
        <Group gap="md">
          <Anchor component={Link} to={`/sessions?app=${app.key}`} size="sm">
            {formatCount(app.sessionCount, 'session')}
          </Anchor>
          <Anchor component={Link} to={`/rules/${app.key}`} size="sm">
            Rules
          </Anchor>
          <Text size="sm" c="dimmed">
            added {formatDateTime(app.createdAt)}
          </Text>
        </Group>
        <Group gap={6}>
          <Text size="sm">Pages that may send:</Text>
          {app.allowedOrigins.map((origin) => (
            <Badge key={origin} tt="none" color={origin === '*' ? 'orange' : 'gray'}>
              {origin === '*' ? 'any origin' : origin}
            </Badge>
          ))}
          {app.allowedOrigins.length === 0 && (
            <Badge color="red" tt="none">
              none: nothing is accepted
            </Badge>
          )}
        </Group>
        <ScriptTag appKey={app.key} />
      </Stack>
    </Paper>
  );
}
