import { Badge, Button, Group, Modal, Table, Text, Title } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import type { RuleRevision, RulesReply } from '../../src/api/contract.ts';
import { api } from '../api/client.ts';
import { formatAgo, formatDateTime } from '../model/format.ts';
import { Failure } from '../shell/Failure.tsx';
import { useNow } from '../shell/useNow.ts';
import { DiffView } from './DiffView.tsx';
import classes from './RulesView.module.css';

interface Props {
  app: string;
  rules: RulesReply;
  draftText: string;
  onTake: (text: string) => void;
}

/** What was published before; each can be compared with the editor's text, and put back into it. */
export function HistoryPanel({ app, rules, draftText, onTake }: Props) {
  const now = useNow(10_000);
  const view = useMutation({ mutationFn: (revision: number) => api.revision(app, revision) });
  const history = [...rules.history].sort((left, right) => right.revision - left.revision);
  return (
    <section className={classes.section}>
      <Title order={3} mb={6}>
        Revisions
      </Title>
      {history.length === 0 && (
        <Text size="sm" c="dimmed">
          None yet. Without a rule set agents stay asleep.
        </Text>
      )}
      {view.isError && <Failure error={view.error} title="This revision can't be shown" />}
      <Table verticalSpacing={4} horizontalSpacing={6} fz="xs" style={{ whiteSpace: 'nowrap' }}>
        <Table.Tbody>
          {history.map(({ revision, name, publishedAt, hash }) => (
            <Table.Tr key={revision}>
              <Table.Td w={34}>{revision}</Table.Td>
              <Table.Td title={hash}>
                {name}{' '}
                {revision === rules.current?.revision && (
                  <Badge color="green" tt="none">
                    current
                  </Badge>
                )}
              </Table.Td>
              <Table.Td w={84} c="dimmed" title={formatDateTime(publishedAt)}>
                {formatAgo(publishedAt, now)}
              </Table.Td>
              <Table.Td w={70}>
                <Button
                  size="compact-xs"
                  variant="default"
                  onClick={() => {
                    view.mutate(revision);
                  }}
                >
                  View
                </Button>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      <RevisionDialog revision={view.data} draftText={draftText} onTake={onTake} onClose={view.reset} />
    </section>
  );
}

interface DialogProps {
  revision: RuleRevision | undefined;
  draftText: string;
  onTake: (text: string) => void;
  onClose: () => void;
}

function RevisionDialog({ revision, draftText, onTake, onClose }: DialogProps) {
  const title = `Revision ${String(revision?.revision ?? '')}`;
  return (
    <Modal opened={revision !== undefined} onClose={onClose} size="xl" title={title}>
      {revision && (
        <>
          <Text size="sm" mb="xs">
            {revision.text === draftText
              ? 'This is what is in the editor.'
              : `From revision ${String(revision.revision)} (red) to what is in the editor (green):`}
          </Text>
          <DiffView before={revision.text} after={draftText} />
          <Group mt="sm" justify="flex-end">
            <Button
              disabled={revision.text === draftText}
              onClick={() => {
                onTake(revision.text);
                onClose();
              }}
            >
              Put revision {revision.revision} into the editor
            </Button>
          </Group>
        </>
      )}
    </Modal>
  );
}
