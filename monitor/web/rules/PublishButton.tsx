import { Alert, Button, Group, Modal, Stack, Text, TextInput, SegmentedControl } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type SubmitEvent } from 'react';
import type { RulesReply } from '../../src/api/contract.ts';
import { describeFailure, hasCode } from '../api/apiFailure.ts';
import { api } from '../api/client.ts';
import { formatShare, SHARE_STEPS } from '../model/rules/shares.ts';
import { DiffView } from './DiffView.tsx';

interface Props {
  app: string;
  draft: { text: string; baseRevision: number };
  rules: RulesReply;
  isReady: boolean;
  onPublished: (revision: number) => void;
}

const SHARES = SHARE_STEPS.map((share) => ({ value: String(share), label: share === 1 ? 'all' : formatShare(share) }));

/** Hands the draft to the agents, for a share of the sessions first if wished; shows what changes, and takes a note. */
export function PublishButton({ app, draft, rules, isReady, onPublished }: Props) {
  const [isAsking, setAsking] = useState(false);
  const [note, setNote] = useState('');
  const [share, setShare] = useState('1');
  const close = (): void => {
    setAsking(false);
  };
  const publish = usePublish(app, (revision) => {
    close();
    setNote('');
    onPublished(revision);
  });
  const canStage = rules.current !== null;
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    publish.mutate({
      ...draft,
      ...(canStage && { share: Number(share) }),
      ...(note.trim() !== '' && { note: note.trim() }),
    });
  };
  const isStaged = canStage && share !== '1';
  return (
    <>
      <Button disabled={!isReady} onClick={() => setAsking(true)}>
        Publish …
      </Button>
      <Modal opened={isAsking} onClose={close} title="Publish" size="xl">
        <form onSubmit={submit}>
          <Stack gap="sm">
            {rules.stage && (
              <Alert color="orange">
                Revision {rules.stage.revision} is staged for {formatShare(rules.stage.share)}. Publishing ends that
                stage.
              </Alert>
            )}
            {rules.current && <DiffView before={rules.current.text} after={draft.text} />}
            <TextInput
              label="Note"
              description="Why, for the history. May be left empty."
              maxLength={500}
              value={note}
              onChange={(event) => setNote(event.currentTarget.value)}
            />
            {canStage && <ShareChoice share={share} onShare={setShare} />}
            <Group justify="flex-end" gap="xs">
              <Button variant="default" onClick={close}>
                Cancel
              </Button>
              <Button type="submit" loading={publish.isPending}>
                {isStaged ? `Publish for ${formatShare(Number(share))}` : 'Publish to all'}
              </Button>
            </Group>
          </Stack>
        </form>
      </Modal>
    </>
  );
}

function ShareChoice({ share, onShare }: { share: string; onShare: (share: string) => void }) {
  return (
    <div>
      <Text size="xs" fw={500} mb={4}>
        For so many of the sessions
      </Text>
      <SegmentedControl size="xs" aria-label="Share of the sessions" value={share} onChange={onShare} data={SHARES} />
      <Text size="xs" c="dimmed" mt={4}>
        {share === '1'
          ? 'Agents that are connected get it at once.'
          : 'The others keep what they have, until you raise the share or abort.'}
      </Text>
    </div>
  );
}

type Body = Parameters<typeof api.publishRules>[1];

function usePublish(app: string, onPublished: (revision: number) => void) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: Body) => api.publishRules(app, body),
    onSuccess: async ({ revision, unchanged }, { share = 1 }) => {
      const given = share < 1 ? `${formatShare(share)} of the sessions get it now.` : 'Connected agents get it now.';
      const message = unchanged ? 'It says the same as the current revision.' : given;
      notifications.show({ color: 'green', title: `Revision ${String(revision)}`, message });
      onPublished(revision);
      await client.invalidateQueries({ queryKey: ['adoption', app] });
    },
    onError: (error) => {
      const title = hasCode(error, 'rule_set_stale') ? 'Somebody else has published meanwhile' : 'Not published';
      notifications.show({ color: 'red', title, message: describeFailure(error) });
    },
    onSettled: () => client.invalidateQueries({ queryKey: ['rules', app] }),
  });
}
