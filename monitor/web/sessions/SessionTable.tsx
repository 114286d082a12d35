import { Skeleton, Table } from '@mantine/core';
import type { SessionRow } from '../../src/api/contract.ts';
import { useNow } from '../shell/useNow.ts';
import { SessionLine } from './SessionLine.tsx';
import classes from './SessionTable.module.css';

interface Props {
  rows: readonly SessionRow[];
  isWaiting: boolean;
  /** Rows of the last question, shown until the answer to the present one comes. */
  isStale: boolean;
}

const COLUMNS: [label: string, width: number | string][] = [
  ['', 28],
  ['User', '12%'],
  ['Started', 104],
  ['Duration', 112],
  ['Page', '26%'],
  ['Device', '15%'],
  ['Errors', 62],
  ['Failed', 62],
  ['Archived', 120],
  ['Triggers', '14%'],
];

export function SessionTable({ rows, isWaiting, isStale }: Props) {
  const now = useNow(1_000);
  return (
    <Table highlightOnHover className={classes.table} data-stale={isStale}>
      <Table.Thead>
        <Table.Tr>
          {COLUMNS.map(([label, width]) => (
            <Table.Th key={label} w={width}>
              {label}
            </Table.Th>
          ))}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {isWaiting && <Waiting />}
        {rows.map((row) => (
          <SessionLine key={row.sessionId} row={row} now={now} />
        ))}
      </Table.Tbody>
    </Table>
  );
}

function Waiting() {
  return [0, 1, 2, 3, 4].map((index) => (
    <Table.Tr key={index}>
      <Table.Td colSpan={COLUMNS.length}>
        <Skeleton h={16} />
      </Table.Td>
    </Table.Tr>
  ));
}
