import { Badge, Button, Group, Progress, SegmentedControl, Text, Title } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Stage } from '../../src/api/contract.ts';
import { describeFailure } from '../api/apiFailure.ts';
import { api } from '../api/client.ts';
import { formatAgo, formatDateTime } from '../model/format.ts';
import { formatShare, SHARE_STEPS } from '../model/rules/shares.ts';
import { ConfirmButton } from '../shell/ConfirmButton.tsx';
import { useNow } from '../shell/useNow.ts';
import classes from './RulesView.module.css';

interface Props {
  app: string;
  stage: Stage;
  /** What all other sessions have. */
  current: number | null;
}

/** A revision that only a share of the sessions has yet: more of them, all of them, or none any more. */
export function StagePanel({ app, stage, current }: Props) {
  const now = useNow(10_000);
  const { revision, share, publishedAt } = stage;
  const raise = useStageChange(app, 'The share was not raised', (to: number) =>
    api.raiseStage(app, { revision, share: to }),
  );
  const abort = useStageChange(app, 'The stage was not ended', () => api.endStage(app));
  return (
    <section className={classes.section} aria-label="Staged roll-out">
      <Group justify="space-between" mb={6}>
        <Title order={3}>Staged: revision {revision}</Title>
        <Badge color="orange" tt="none">
          {formatShare(share)} of the sessions
        </Badge>
      </Group>
      <Progress value={share * 100} size="sm" color="orange" aria-label="Share of the sessions" />
      <Text size="xs" c="dimmed" mt={4} title={formatDateTime(publishedAt)}>
        {current === null ? 'All others have no rules.' : `All others have revision ${String(current)}.`} Staged{' '}
        {formatAgo(publishedAt, now)}; a session that has it keeps it as the share grows.
      </Text>
      <Group gap={6} mt={8}>
        <RaiseControl share={share} isPending={raise.isPending} onRaise={raise.mutate} />
        <ConfirmButton
          label="Give it to all"
          title={`Give revision ${String(revision)} to all sessions?`}
          text="The stage is over then; all agents that are connected get it now."
          isPending={raise.isPending}
          onConfirm={() => raise.mutate(1)}
        />
        <ConfirmButton
          label="Abort"
          color="red"
          title={`Abort revision ${String(revision)}?`}
          text={
            current === null
              ? 'Sessions that have it go back to no rules.'
              : `Sessions that have it go back to what revision ${String(current)} says.`
          }
          isPending={abort.isPending}
          onConfirm={() => abort.mutate(0)}
        />
      </Group>
    </section>
  );
}

interface RaiseProps {
  share: number;
  isPending: boolean;
  onRaise: (share: number) => void;
}

function RaiseControl({ share, isPending, onRaise }: RaiseProps) {
  const steps = SHARE_STEPS.filter((step) => step > share && step < 1);
  const [chosen, setChosen] = useState(0);
  const next = chosen > share ? chosen : steps[0];
  if (next === undefined) return null;
  return (
    <>
      <SegmentedControl
        size="xs"
        aria-label="Next share"
        value={String(next)}
        onChange={(value) => {
          setChosen(Number(value));
        }}
        data={steps.map((step) => ({ value: String(step), label: formatShare(step) }))}
      />
      <Button variant="default" loading={isPending} onClick={() => onRaise(next)}>
        Raise to {formatShare(next)}
      </Button>
    </>
  );
}

function useStageChange(app: string, failed: string, change: (share: number) => Promise<unknown>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: change,
    onError: (error) => {
      notifications.show({ color: 'red', title: failed, message: describeFailure(error) });
    },
    onSettled: async () => {
      await client.invalidateQueries({ queryKey: ['rules', app] });
      await client.invalidateQueries({ queryKey: ['adoption', app] });
    },
  });
}
