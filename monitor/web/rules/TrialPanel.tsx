import { Badge, Button, Group, NumberInput, Select, Text, Title } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../api/client.ts';
import { useTrial } from '../api/queries.ts';
import { formatAgo, formatCount, formatDateTime, formatSpan } from '../model/format.ts';
import { formatShare, SHARE_STEPS } from '../model/rules/shares.ts';
import { Failure } from '../shell/Failure.tsx';
import { useNow } from '../shell/useNow.ts';
import { HitList } from './HitList.tsx';
import classes from './RulesView.module.css';

interface Props {
  app: string;
  draftText: string;
  isValid: boolean;
}

/** Tries the draft in live sessions without any effect: what would fire is only counted. */
export function TrialPanel({ app, draftText, isValid }: Props) {
  const trial = useTrial(app);
  const client = useQueryClient();
  const stop = useMutation({
    mutationFn: () => api.stopTrial(app),
    onSettled: () => client.invalidateQueries({ queryKey: ['trial', app] }),
  });
  const now = useNow();
  const running = trial.data?.trial;
  return (
    <section className={classes.section} aria-label="Dry run">
      <Title order={3}>Dry run</Title>
      <Text size="sm" c="dimmed" mb={8}>
        Live sessions try what is in the editor beside their rules. It captures, sends and shows nothing; what would
        have fired is counted.
      </Text>
      {trial.isError && <Failure error={trial.error} title="Whether one runs is unknown" />}
      {stop.isError && <Failure error={stop.error} title="Not stopped" />}
      {running ? (
        <div aria-live="polite">
          <Group justify="space-between" mb={8}>
            <Group gap={6}>
              <Badge color="green" tt="none">
                running
              </Badge>
              <Text size="sm" title={formatDateTime(running.startedAt)}>
                {formatShare(running.share)} of the sessions, since {formatAgo(running.startedAt, now)}
              </Text>
            </Group>
            <Button size="compact-xs" variant="default" loading={stop.isPending} onClick={() => stop.mutate()}>
              Stop
            </Button>
          </Group>
          <Text size="xs" c="dimmed" mb={8}>
            {formatCount(running.sessionCount, 'session')} have reported · ends in {formatSpan(running.endsAt - now)}
            {running.text === draftText ? '' : ' · the editor has changed since it began'}
          </Text>
          <HitList hits={running.hits} empty="Nothing would have fired yet." />
        </div>
      ) : (
        trial.isSuccess && <TrialForm app={app} draftText={draftText} isValid={isValid} />
      )}
    </section>
  );
}

const SHARES = SHARE_STEPS.map((share) => ({ value: String(share), label: formatShare(share) }));

function TrialForm({ app, draftText, isValid }: Props) {
  const client = useQueryClient();
  const [share, setShare] = useState('1');
  const [minutes, setMinutes] = useState<number | string>(60);
  const start = useMutation({
    mutationFn: () => api.startTrial(app, { text: draftText, share: Number(share), minutes: Number(minutes) || 60 }),
    onSettled: () => client.invalidateQueries({ queryKey: ['trial', app] }),
  });
  return (
    <>
      <Group gap={8} align="flex-end">
        <Select
          label="In"
          w={90}
          allowDeselect={false}
          data={SHARES}
          value={share}
          onChange={(value) => setShare(value ?? '1')}
        />
        <NumberInput label="For minutes" w={90} min={1} max={1_440} value={minutes} onChange={setMinutes} />
        <Button loading={start.isPending} disabled={!isValid} onClick={() => start.mutate()}>
          Start the dry run
        </Button>
      </Group>
      {!isValid && (
        <Text size="xs" c="dimmed" mt={6}>
          It can start once the rule set is valid.
        </Text>
      )}
      {start.isError && <Failure error={start.error} title="The dry run did not start" />}
    </>
  );
}
