import { Anchor, Box, Center, Loader } from '@mantine/core';
import { Link, useParams } from 'react-router';
import { hasCode } from '../api/apiFailure.ts';
import { useSession } from '../api/queries.ts';
import { Failure } from '../shell/Failure.tsx';
import { usePageTitle } from '../shell/usePageTitle.ts';
import { SessionView } from './SessionView.tsx';

/** One session, by the id in the address. */
export function SessionPage() {
  const { sessionId = '' } = useParams();
  const session = useSession(sessionId);
  const user = session.data?.session.user;
  usePageTitle(session.data ? `Session of ${user ?? 'anonymous'}` : 'Session');
  if (session.data) return <SessionView key={sessionId} detail={session.data} staleBecause={session.error} />;
  if (session.isError) {
    const title = hasCode(session.error, 'not_found') ? 'Nothing here' : "The session can't be shown";
    return (
      <Box p="md">
        <Failure error={session.error} title={title} />
        <Anchor component={Link} to="/sessions" size="sm" mt="sm" display="inline-block">
          Back to the sessions
        </Anchor>
      </Box>
    );
  }
  return (
    <Center h={200}>
      <Loader size="sm" />
    </Center>
  );
}
