import { Badge, Group, Table, Text, Title } from '@mantine/core';
import { Link } from 'react-router';
import type { AdoptionReply } from '../../src/api/contract.ts';
import { useAdoption } from '../api/queries.ts';
import { pathOf } from '../model/address.ts';
import { formatAgo, formatDateTime } from '../model/format.ts';
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
      <Group justify="space-between" mb={6}>
        <Title order={3}>Applied by agents</Title>
        {reply && (
          <Group gap={4}>
            <Badge color="green" tt="none">
              {reply.revisions[0]?.appliedCount} applied
            </Badge>
            <Badge color={(reply.revisions[0]?.failedCount ?? 0) > 0 ? 'red' : 'gray'} tt="none">
              {reply.revisions[0]?.failedCount} failed
            </Badge>
            <Badge color="gray" tt="none">
              {reply.revisions[0]?.silentCount} silent
            </Badge>
          </Group>
        )}
      </Group>
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

type Agent = AdoptionReply['agents'][number];

/** Connected pages first; otherwise in the monitor's order. */
const sortByPresence = (agents: readonly Agent[]): Agent[] =>
  [...agents].sort((left, right) => Number(right.isConnected) - Number(left.isConnected));

function AgentLine({ agent, now }: { agent: Agent; now: number }) {
  const { acknowledgedAt, outcome, code } = agent;
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
      </Table.Td>
      <Table.Td w={96}>
        <Badge color={color} tt="none" title={code ?? undefined}>
          {outcome ?? (agent.isConnected ? 'silent' : 'away')}
        </Badge>
        {code !== null && (
          <Text size="xs" c="red">
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
