import { Button, Group, NumberInput, Progress, Select, Text, TextInput, Title } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { BacktestReply } from '../../src/api/contract.ts';
import { api } from '../api/client.ts';
import { useBacktest } from '../api/queries.ts';
import { formatBytes, formatCount } from '../model/format.ts';
import { Failure } from '../shell/Failure.tsx';
import { HitList } from './HitList.tsx';
import classes from './RulesView.module.css';

interface Props {
  app: string;
  draftText: string;
  isValid: boolean;
}

const HOUR_MS = 3_600_000;
const RANGES = [
  { value: '1', label: 'the last hour' },
  { value: '24', label: 'the last 24 hours' },
  { value: '168', label: 'the last 7 days' },
  { value: '720', label: 'the last 30 days' },
  { value: 'all', label: 'all that is archived' },
];

/** Runs the draft over archived sessions: where it would have fired, and what that would have cost. */
export function BacktestPanel({ app, draftText, isValid }: Props) {
  const [range, setRange] = useState('168');
  const [user, setUser] = useState('');
  const [sessionCountMax, setCount] = useState<number | string>(500);
  const start = useMutation({
    mutationFn: () =>
      api.startBacktest(app, {
        text: draftText,
        ...(range !== 'all' && { fromAt: Date.now() - Number(range) * HOUR_MS }),
        ...(user.trim() !== '' && { user: user.trim() }),
        sessionCountMax: Number(sessionCountMax) || 500,
      }),
  });
  const run = useBacktest(app, start.data?.id);
  const stop = useMutation({ mutationFn: (id: string) => api.stopBacktest(app, id), onSettled: () => run.refetch() });
  const reply = run.data ?? start.data;
  const isRunning = reply?.state === 'running';
  return (
    <section className={classes.section} aria-label="Back-test">
      <Title order={3}>Back-test</Title>
      <Text size="sm" c="dimmed" mb={8}>
        Runs what is in the editor over archived sessions, newest first. Nothing is published or sent.
      </Text>
      <Group gap={8} align="flex-end">
        <Select
          label="Sessions of"
          w={160}
          allowDeselect={false}
          data={RANGES}
          value={range}
          onChange={(value) => setRange(value ?? 'all')}
        />
        <TextInput
          label="User"
          placeholder="all"
          w={110}
          value={user}
          onChange={(event) => setUser(event.currentTarget.value)}
        />
        <NumberInput label="At most" w={80} min={1} max={10_000} value={sessionCountMax} onChange={setCount} />
        <Button loading={start.isPending} disabled={!isValid || isRunning} onClick={() => start.mutate()}>
          Run it
        </Button>
      </Group>
      {!isValid && (
        <Text size="xs" c="dimmed" mt={6}>
          It can run once the rule set is valid.
        </Text>
      )}
      {start.isError && <Failure error={start.error} title="The back-test did not start" />}
      {run.isError && <Failure error={run.error} title="Its state is unknown" />}
      {reply && <Result reply={reply} isStopping={stop.isPending} onStop={() => stop.mutate(reply.id)} />}
    </section>
  );
}

const STATES: Readonly<Record<BacktestReply['state'], string>> = {
  running: 'Running',
  done: 'Done',
  failed: 'It failed',
  stopped: 'Stopped',
};

function Result({ reply, isStopping, onStop }: { reply: BacktestReply; isStopping: boolean; onStop: () => void }) {
  const { state, doneCount, totalCount, recordCount, hits, caveats, message } = reply;
  const share = totalCount === 0 ? (state === 'running' ? 0 : 100) : (doneCount / totalCount) * 100;
  return (
    <div aria-live="polite">
      <Group mt={12} mb={4} justify="space-between" h={26}>
        <Text size="sm">
          {STATES[state]}: {doneCount} of {formatCount(totalCount, 'session')}, {formatCount(recordCount, 'record')}
        </Text>
        {state === 'running' && (
          <Button size="compact-xs" variant="default" loading={isStopping} onClick={onStop}>
            Stop
          </Button>
        )}
      </Group>
      <Progress
        value={share}
        size="sm"
        color={state === 'failed' ? 'red' : 'cyan'}
        aria-label="Sessions that are done"
      />
      {message !== null && (
        <Text size="sm" c={state === 'failed' ? 'red' : 'dimmed'} mt={6}>
          {message}
        </Text>
      )}
      <div className={classes.hits}>
        <HitList
          hits={hits}
          empty={state === 'running' ? 'Nothing has fired yet.' : 'Nothing would have fired in these sessions.'}
        />
      </div>
      <Cost cost={reply.cost} />
      {caveats.length > 0 && (
        <>
          <Text size="sm" fw={600} mt={10}>
            What this can’t show
          </Text>
          <ul className={classes.caveats}>
            {caveats.map((caveat) => (
              <li key={caveat}>{caveat}</li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}

function Cost({ cost }: Pick<BacktestReply, 'cost'>) {
  return (
    <dl className={classes.cost}>
      <dt>Archived of these sessions</dt>
      <dd>{formatBytes(cost.archivedBytes)}</dd>
      <dt>It would have buffered</dt>
      <dd>{formatBytes(cost.bufferedBytes)}</dd>
      <dt>It would have sent</dt>
      <dd>{formatBytes(cost.sentBytes)}</dd>
      <dt>Images</dt>
      <dd>{cost.imageCount.toLocaleString('en')}</dd>
    </dl>
  );
}
