import { Box, Button, Group, Paper, Text } from '@mantine/core';
import { useSearchParams } from 'react-router';
import { useSessions } from '../api/queries.ts';
import { isFiltered, toSessionsQuery, withNewer, withOlder } from '../model/sessionFilter.ts';
import { Failure } from '../shell/Failure.tsx';
import { usePageTitle } from '../shell/usePageTitle.ts';
import { NoSessions } from './NoSessions.tsx';
import { SessionFilters } from './SessionFilters.tsx';
import { SessionTable } from './SessionTable.tsx';

/** The sessions, newest first; the list refreshes itself in place. */
export function SessionsPage() {
  usePageTitle('Sessions');
  const [search, setSearch] = useSearchParams();
  const sessions = useSessions(toSessionsQuery(search));
  const rows = sessions.data?.sessions ?? [];
  const nextCursor = sessions.data?.nextCursor ?? null;
  const pageNumber = search.getAll('cursor').length + 1;
  return (
    <Box p="md">
      <SessionFilters
        search={search}
        onChange={(next) => {
          setSearch(next, { replace: true });
        }}
      />
      {sessions.isError && <Failure error={sessions.error} title="The list can't be refreshed" />}
      <Paper withBorder bg="var(--rw-panel)" style={{ overflow: 'hidden' }}>
        <SessionTable rows={rows} isWaiting={sessions.isPending} isStale={sessions.isPlaceholderData} />
        {sessions.isSuccess && rows.length === 0 && (
          <NoSessions isFiltered={isFiltered(search)} hasOlder={nextCursor !== null} />
        )}
      </Paper>
      <Group mt="xs" justify="space-between" h={30}>
        <Text size="xs" c="dimmed">
          Refreshes by itself every few seconds.
        </Text>
        <Group gap="xs">
          <Button
            variant="default"
            disabled={pageNumber === 1}
            onClick={() => {
              setSearch(withNewer(search));
            }}
          >
            Newer
          </Button>
          <Text size="sm" c="dimmed">
            Page {pageNumber}
          </Text>
          <Button
            variant="default"
            disabled={nextCursor === null}
            onClick={() => {
              if (nextCursor !== null) setSearch(withOlder(search, nextCursor));
            }}
          >
            Older
          </Button>
        </Group>
      </Group>
    </Box>
  );
}
