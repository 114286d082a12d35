import { Badge, Group, Progress, Table, Text, Title } from '@mantine/core';
import { Link } from 'react-router';
import type { AdoptionReply } from '../../src/api/contract.ts';
import { useAdoption } from '../api/queries.ts';
import { pathOf } from '../model/address.ts';
import { formatAgo, formatDateTime } from '../model/format.ts';
import { describePhase } from '../model/rules/phases.ts';
import { formatShare } from '../model/rules/shares.ts';
import { Failure } from '../shell/Failure.tsx';
import { useNow } from '../shell/useNow.ts';
import classes from './RulesView.module.css';

/** Which agents have applied the current revision. */
export function AdoptionPanel({ app }: { app: string }) {
  const adoption = useAdoption(app);
  const now = useNow();
  const reply = adoption.data;
  return (
    <section className={classes.section}>
      <Title order={3} mb={6}>
        Applied by agents
      </Title>
      {reply?.revisions.map((revision) => (
        <RevisionLine key={revision.revision} revision={revision} />
      ))}
      {adoption.isError && <Failure error={adoption.error} title="Unknown at the moment" />}
      {reply?.agents.length === 0 && (
        <Text size="sm" c="dimmed">
          No agent is connected. Open a page that has the script tag.
        </Text>
      )}
      {reply && reply.agents.length > 0 && (
        <div className={classes.agents}>
          <Table layout="fixed" verticalSpacing={4} fz="xs">
            <Table.Tbody>
              {sortByPresence(reply.agents).map((agent) => (
                <AgentLine key={agent.pageId} agent={agent} now={now} />
              ))}
            </Table.Tbody>
          </Table>
        </div>
      )}
    </section>
  );
}

type Revision = AdoptionReply['revisions'][number];

/** How far a revision has come among those who should have it. */
function RevisionLine({ revision: one }: { revision: Revision }) {
  const { revision, share, appliedCount, failedCount, silentCount } = one;
  const total = Math.max(appliedCount + failedCount + silentCount, 1);
  const part = (count: number): number => (count / total) * 100;
  return (
    <div className={classes.revision} role="group" aria-label={`Revision ${String(revision)}`}>
      <Group gap={6} mb={3}>
        <Text size="sm">
          Revision {revision}
          {share < 1 && <> for {formatShare(share)}</>}
        </Text>
        <Group gap={4} ml="auto">
          <Badge color="green" tt="none">
            {appliedCount} applied
          </Badge>
          <Badge color={failedCount > 0 ? 'red' : 'gray'} tt="none">
            {failedCount} failed
          </Badge>
          <Badge color="gray" tt="none">
            {silentCount} silent
          </Badge>
        </Group>
      </Group>
      <Progress.Root size="xs">
        <Progress.Section value={part(appliedCount)} color="green" aria-label="applied" />
        <Progress.Section value={part(failedCount)} color="red" aria-label="failed" />
      </Progress.Root>
    </div>
  );
}

type Agent = AdoptionReply['agents'][number];

/** Connected pages first; otherwise in the monitor's order. */
const sortByPresence = (agents: readonly Agent[]): Agent[] =>
  [...agents].sort((left, right) => Number(right.isConnected) - Number(left.isConnected));

function AgentLine({ agent, now }: { agent: Agent; now: number }) {
  const { acknowledgedAt, outcome, code, message, phase, reason, revision } = agent;
  const color = outcome === 'applied' ? 'green' : outcome === 'failed' ? 'red' : 'gray';
  return (
    <Table.Tr opacity={agent.isConnected ? 1 : 0.55} title={agent.isConnected ? undefined : 'No longer connected'}>
      <Table.Td w="24%">
        <Link to={`/sessions/${agent.sessionId}`} style={{ color: 'inherit' }}>
          {agent.user ?? 'anonymous'}
        </Link>
      </Table.Td>
      <Table.Td title={agent.url} style={{ overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' }}>
        {pathOf(agent.url)}
        {phase !== null && (
          <Text size="xs" c={reason === null ? 'dimmed' : 'orange'} truncate title={describePhase(phase, reason)}>
            {describePhase(phase, reason)}
          </Text>
        )}
      </Table.Td>
      <Table.Td w={34} c="dimmed" title="The revision that it should have">
        {revision}
      </Table.Td>
      <Table.Td w={96}>
        <Badge color={color} tt="none" title={code ?? undefined}>
          {outcome ?? (agent.isConnected ? 'silent' : 'away')}
        </Badge>
        {code !== null && (
          <Text size="xs" c="red" title={message ?? undefined} style={{ overflowWrap: 'anywhere' }}>
            {code}
          </Text>
        )}
      </Table.Td>
      <Table.Td
        w={92}
        c="dimmed"
        style={{ whiteSpace: 'nowrap' }}
        title={acknowledgedAt === null ? undefined : formatDateTime(acknowledgedAt)}
      >
        {acknowledgedAt === null ? '' : formatAgo(acknowledgedAt, now)}
      </Table.Td>
    </Table.Tr>
  );
}
