import { Badge, Button, Group, Modal, Table, Text, Title } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';

import type { RuleRevision, RulesReply } from '../../src/api/contract.ts';
import { describeFailure } from '../api/apiFailure.ts';
import { api } from '../api/client.ts';
import { formatAgo, formatDateTime } from '../model/format.ts';
import { formatShare } from '../model/rules/shares.ts';
import { ConfirmButton } from '../shell/ConfirmButton.tsx';
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
  // Spelled out: inferred through every rule and verb it is too deep for the compiler.
  const view = useMutation<RuleRevision, Error, number>({
    mutationFn: async (revision) => api.revision(app, revision),
  });
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
      <Table layout="fixed" verticalSpacing={4} horizontalSpacing={6} fz="xs" style={{ whiteSpace: 'nowrap' }}>
        <Table.Tbody>
          {history.map((entry) => (
            <HistoryLine
              key={entry.revision}
              app={app}
              entry={entry}
              rules={rules}
              now={now}
              onView={() => {
                view.mutate(entry.revision);
              }}
            />
          ))}
        </Table.Tbody>
      </Table>
      <RevisionDialog revision={view.data} draftText={draftText} onTake={onTake} onClose={view.reset} />
    </section>
  );
}

interface LineProps {
  app: string;
  entry: RulesReply['history'][number];
  rules: RulesReply;
  now: number;
  onView: () => void;
}

function HistoryLine({ app, entry, rules, now, onView }: LineProps) {
  const { revision, name, publishedAt, hash, note, share, problem } = entry;
  return (
    <Table.Tr>
      <Table.Td w={34}>{revision}</Table.Td>
      <Table.Td title={hash} style={{ whiteSpace: 'normal', overflowWrap: 'anywhere' }}>
        {name}{' '}
        {revision === rules.current?.revision && (
          <Badge color="green" tt="none">
            current
          </Badge>
        )}
        {revision === rules.stage?.revision && (
          <Badge color="orange" tt="none">
            {formatShare(share)}
          </Badge>
        )}
        {note !== null && note !== '' && (
          <Text size="xs" c="dimmed">
            {note}
          </Text>
        )}
        {problem !== undefined && (
          <Text size="xs" c="red" role="alert">
            {problem}
          </Text>
        )}
      </Table.Td>
      <Table.Td w={76} c="dimmed" title={formatDateTime(publishedAt)}>
        {formatAgo(publishedAt, now)}
      </Table.Td>
      <Table.Td w={132} ta="right">
        {revision !== rules.current?.revision && revision !== rules.stage?.revision && (
          <RollBack app={app} revision={revision} name={name} />
        )}{' '}
        <Button size="compact-xs" variant="default" onClick={onView}>
          View
        </Button>
      </Table.Td>
    </Table.Tr>
  );
}

/** Publishes the old text as a new revision, for all. */
function RollBack({ app, revision, name }: { app: string; revision: number; name: string }) {
  const client = useQueryClient();
  const roll = useMutation({
    mutationFn: () => api.rollBack(app, revision),
    onSuccess: (published) => {
      const message = `It says what revision ${String(revision)} said. Connected agents get it now.`;
      notifications.show({ color: 'green', title: `Revision ${String(published.revision)}`, message });
    },
    onError: (error) => {
      notifications.show({ color: 'red', title: 'Not rolled back', message: describeFailure(error) });
    },
    onSettled: async () => {
      await client.invalidateQueries({ queryKey: ['rules', app] });
      await client.invalidateQueries({ queryKey: ['adoption', app] });
    },
  });
  return (
    <ConfirmButton
      label="Roll back"
      size="compact-xs"
      title={`Roll back to revision ${String(revision)}?`}
      text={`“${name}” is published again as a new revision, for all sessions. A stage that runs is over. What is in the editor stays.`}
      isPending={roll.isPending}
      onConfirm={() => roll.mutate()}
    />
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
