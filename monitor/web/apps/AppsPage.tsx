import { Button, Group, Skeleton, Stack, Text, Title } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useApps } from '../api/queries.ts';
import { Failure } from '../shell/Failure.tsx';
import { usePageTitle } from '../shell/usePageTitle.ts';
import { AppCard } from './AppCard.tsx';
import { AppForm } from './AppForm.tsx';

/** Applications: who may send, and how a page gets the agent. */
export function AppsPage() {
  usePageTitle('Applications');
  const apps = useApps();
  const [isAdding, setAdding] = useState(false);
  return (
    <Stack p="md" gap="sm" maw={1100}>
      <Group justify="space-between">
        <Title order={1}>Applications</Title>
        <Button
          leftSection={<IconPlus size={14} />}
          onClick={() => {
            setAdding(true);
          }}
          disabled={isAdding}
        >
          Add an application
        </Button>
      </Group>
      {apps.isError && <Failure error={apps.error} title="The applications can't be listed" />}
      {isAdding && (
        <AppForm
          onDone={() => {
            setAdding(false);
          }}
        />
      )}
      {apps.isPending && <Skeleton h={120} />}
      {apps.data?.length === 0 && !isAdding && (
        <Text c="dimmed">There is none yet. Add one to get its key and its script tag.</Text>
      )}
      {apps.data?.map((app) => (
        <AppCard key={app.key} app={app} />
      ))}
    </Stack>
  );
}
