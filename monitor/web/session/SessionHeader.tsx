import { ActionIcon, Badge, Group, Text } from '@mantine/core';
import { IconArrowLeft } from '@tabler/icons-react';
import { Link } from 'react-router';
import type { SessionDetail } from '../../src/api/contract.ts';
import { describeFailure } from '../api/apiFailure.ts';
import { withoutScheme } from '../model/address.ts';
import { describeDevice } from '../model/device.ts';
import { formatAgo, formatDateTime, formatSpan } from '../model/format.ts';
import { liveState, type LiveState } from '../model/liveState.ts';
import { describeHoldings } from '../model/holdings.ts';
import { useNow } from '../shell/useNow.ts';
import { SessionActions } from './SessionActions.tsx';
import classes from './SessionHeader.module.css';

const COLOURS: Record<LiveState, string> = { live: 'green', away: 'gray', ended: 'gray', crashed: 'red' };

interface Props {
  detail: SessionDetail;
  staleBecause: unknown;
  onInstructed: () => void;
}

/** Who, when, on what; what is archived, and what the device still holds. */
export function SessionHeader({ detail, staleBecause, onInstructed }: Props) {
  const { session } = detail;
  const now = useNow();
  const state = liveState(session);
  return (
    <header className={classes.header}>
      <div className={classes.top}>
        <Group gap="xs" wrap="nowrap" className={classes.title}>
          <ActionIcon
            component={Link}
            to="/sessions"
            variant="subtle"
            color="gray"
            size="sm"
            aria-label="Back to the sessions"
          >
            <IconArrowLeft size={16} />
          </ActionIcon>
          <Text fw={600} size="md" truncate maw={260}>
            {session.user ?? 'anonymous'}
          </Text>
          <Badge color={COLOURS[state]} variant={state === 'live' ? 'filled' : 'light'}>
            {state}
          </Badge>
          <Labels detail={detail} />
          <Text size="sm" c="dimmed" truncate title={session.url}>
            {session.url && withoutScheme(session.url)}
          </Text>
          {staleBecause !== null && (
            <Badge color="red" title={describeFailure(staleBecause)}>
              not refreshed
            </Badge>
          )}
        </Group>
        <SessionActions detail={detail} onInstructed={onInstructed} />
      </div>
      <div className={classes.line}>
        <Fact label="Started" value={formatAgo(session.startedAt, now)} title={formatDateTime(session.startedAt)} />
        <Fact
          label="Lasted"
          value={formatSpan(session.lastAt - session.startedAt)}
          title={`until ${formatDateTime(session.lastAt)}`}
        />
        <Fact label="Device" value={describeDevice(session.userAgent)} title={session.userAgent} />
        {describeHoldings(detail).map((fact) => (
          <Fact key={fact.label} {...fact} />
        ))}
      </div>
    </header>
  );
}

/** States that the session is in, triggers that fired. */
function Labels({ detail: { session, summaries } }: { detail: SessionDetail }) {
  const newest = summaries.reduce<(typeof summaries)[number] | undefined>(
    (best, one) => (!best || one.at > best.at ? one : best),
    undefined,
  );
  return (
    <>
      {newest?.states.map((name) => (
        <Badge key={name} color="grape" tt="none" title="State that the session is in">
          {name}
        </Badge>
      ))}
      {session.firedTriggers.map((trigger) => (
        <Badge key={trigger} color="orange" tt="none" title="Trigger that fired">
          {trigger}
        </Badge>
      ))}
    </>
  );
}

function Fact({ label, value, title }: { label: string; value: string; title: string }) {
  return (
    <span className={classes.fact} title={title}>
      <span className={classes.label}>{label}</span> {value}
    </span>
  );
}
