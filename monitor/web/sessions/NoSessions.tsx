import { Anchor, Stack, Text, Title } from '@mantine/core';
import { Link } from 'react-router';
import { useApps } from '../api/queries.ts';
import { ScriptTag } from '../apps/ScriptTag.tsx';

/** An empty list that says what to do. */
export function NoSessions({ isFiltered, hasOlder }: { isFiltered: boolean; hasOlder: boolean }) {
  const app = useApps().data?.[0];
  if (isFiltered) {
    return (
      <Stack p="xl" gap={4} align="center">
        <Title order={2}>
          {hasOlder ? 'None among the newest; “Older” looks further' : 'No session fits these filters'}
        </Title>
        <Text c="dimmed">Texts and errors are searched in what was archived; what only the device holds is not.</Text>
      </Stack>
    );
  }
  return (
    <Stack p="xl" gap="xs" align="center">
      <Title order={2}>No sessions yet</Title>
      <Text c="dimmed">
        {app
          ? 'Add this tag to a page and open it; its session appears here within seconds.'
          : 'First add an application.'}
      </Text>
      {app && <ScriptTag appKey={app.key} />}
      <Text c="dimmed" size="sm">
        Which pages may send, and other applications:{' '}
        <Anchor component={Link} to="/apps" size="sm">
          Applications
        </Anchor>
        . What is captured:{' '}
        <Anchor component={Link} to="/rules" size="sm">
          Rules
        </Anchor>
        ; without a rule set agents stay asleep.
      </Text>
    </Stack>
  );
}
