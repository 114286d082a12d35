import { Badge, Group, Table } from '@mantine/core';
import { Link, useNavigate } from 'react-router';
import type { SessionRow } from '../../src/api/contract.ts';
import { describeDevice } from '../model/device.ts';
import { formatAgo, formatBytes, formatCount, formatDateTime, formatSpan } from '../model/format.ts';
import { withoutScheme } from '../model/address.ts';
import { liveState } from '../model/liveState.ts';
import classes from './SessionTable.module.css';

/** One session of the list. The whole line leads to it; the link is there for the keyboard and for a new tab. */
export function SessionLine({ row, now }: { row: SessionRow; now: number }) {
  const navigate = useNavigate();
  const address = `/sessions/${row.sessionId}`;
  const state = liveState(row);
  return (
    <Table.Tr
      className={classes.line}
      onClick={(event) => {
        const isLink = event.target instanceof Element && event.target.closest('a') !== null;
        if (!isLink) void navigate(address);
      }}
    >
      <Table.Td>
        <span className={classes.dot} data-state={state} title={state} role="img" aria-label={state} />
      </Table.Td>
      <Table.Td title={row.user ?? 'not identified'}>
        <Link to={address} className={classes.link}>
          {row.user ?? <span className={classes.faint}>anonymous</span>}
        </Link>
      </Table.Td>
      <Table.Td title={formatDateTime(row.startedAt)}>{formatAgo(row.startedAt, now)}</Table.Td>
      <Table.Td title={`until ${formatDateTime(row.lastAt)}`}>{formatSpan(row.lastAt - row.startedAt)}</Table.Td>
      <Table.Td title={row.url}>{row.url && withoutScheme(row.url)}</Table.Td>
      <Table.Td title={row.userAgent}>{describeDevice(row.userAgent)}</Table.Td>
      <Count value={row.errorCount} />
      <Count value={row.failedRequestCount} />
      <Archived row={row} />
      <Table.Td title={row.firedTriggers.join(', ')}>
        <Group gap={4} wrap="nowrap">
          {row.firedTriggers.map((trigger) => (
            <Badge key={trigger} color="orange" tt="none" style={{ flex: 'none' }}>
              {trigger}
            </Badge>
          ))}
        </Group>
      </Table.Td>
    </Table.Tr>
  );
}

function Count({ value }: { value: number }) {
  return <Table.Td className={value > 0 ? classes.bad : classes.faint}>{value}</Table.Td>;
}

function Archived({ row }: { row: SessionRow }) {
  if (row.archivedRecordCount === 0) {
    return (
      <Table.Td className={classes.faint} title="Nothing was sent yet: the device keeps its last minutes until asked">
        on device only
      </Table.Td>
    );
  }
  const title = `${formatCount(row.archivedRecordCount, 'record')}, ${formatBytes(row.archivedBytes)}`;
  const spanMs = (row.archivedToAt ?? 0) - (row.archivedFromAt ?? 0);
  return <Table.Td title={title}>{formatSpan(spanMs)}</Table.Td>;
}
