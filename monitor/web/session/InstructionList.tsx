import { Badge, Button, Group, Loader, Text } from '@mantine/core';
import type { InstructionRow } from '../../src/api/contract.ts';
import { formatAgo, formatDateTime, formatTimeOfDay } from '../model/format.ts';
import { describeArmed, describeOrder, describeProgress, OUTCOME_TEXT } from '../model/instructionProgress.ts';
import { findOrderedImage } from '../model/orderedImage.ts';
import { pageLabel, tabNumbers } from '../model/pageLabel.ts';
import type { PageStream } from '../model/pageStream.ts';
import type { SessionRecord } from '../model/sessionRecord.ts';
import type { TileRecord } from '../model/tiles.ts';
import { useNow } from '../shell/useNow.ts';
import classes from './InstructionList.module.css';

interface Props {
  instructions: readonly InstructionRow[];
  pages: readonly PageStream[];
  records: readonly SessionRecord[];
  /** Show this image. */
  onImage: (record: TileRecord) => void;
}

/** What the session was told, by whom, and what each page answered; the newest first. */
export function InstructionList({ instructions, pages, records, onImage }: Props) {
  const now = useNow();
  if (instructions.length === 0) {
    return (
      <div className={classes.empty}>
        No instructions yet. The buttons above give them, and so do triggers of the rule set.
      </div>
    );
  }
  const tiles = records.filter((record) => record.kind === 'tile');
  const tabs = tabNumbers(pages);
  const labels = new Map(pages.map((page) => [page.pageId, pageLabel(page, tabs)]));
  const rows = [...instructions].sort((left, right) => right.issuedAt - left.issuedAt);
  return (
    <div className={classes.list}>
      {rows.map((row) => (
        <Instruction
          key={row.id}
          row={row}
          now={now}
          labels={labels}
          image={findOrderedImage(row, tiles)}
          onImage={onImage}
        />
      ))}
    </div>
  );
}

interface RowProps {
  row: InstructionRow;
  now: number;
  labels: ReadonlyMap<string, string>;
  image: TileRecord | undefined;
  onImage: (record: TileRecord) => void;
}

function Instruction({ row, now, labels, image, onImage }: RowProps) {
  const progress = describeProgress(row, now);
  const isWaiting = progress.text.startsWith('waiting');
  const depth = row.instruction?.depth ?? 0;
  return (
    <article className={classes.row} style={{ paddingLeft: 10 + Math.min(depth, 5) * 14 }}>
      <Group gap="xs" wrap="nowrap">
        <Text fw={600} size="sm">
          {row.verb}
        </Text>
        <Text size="sm" truncate>
          {row.instruction ? describeOrder(row.instruction.order) : ''}
        </Text>
        <Text size="xs" c="dimmed" ml="auto" style={{ flex: 'none' }} title={formatDateTime(row.issuedAt)}>
          {formatAgo(row.issuedAt, now)}
        </Text>
      </Group>
      <Group gap="xs" mt={4}>
        {isWaiting && <Loader size={12} />}
        <span className={classes.progress} data-tone={progress.tone}>
          {progress.text}
          {progress.isArmed && `, ${describeArmed(row)}`}
        </span>
        <Badge color={row.origin === 'trigger' ? 'orange' : 'cyan'} tt="none">
          {row.origin === 'trigger' ? `trigger ${row.triggerId ?? ''}` : 'operator'}
        </Badge>
        {depth > 0 && (
          <Badge color="grape" tt="none" title="How many instructions led to this one, each by what it brought in">
            drill-down, step {depth}
          </Badge>
        )}
        {image && (
          <Button
            size="compact-xs"
            variant="default"
            ml="auto"
            onClick={() => {
              onImage(image);
            }}
          >
            Show the image
          </Button>
        )}
      </Group>
      {row.acknowledgements.map((one) => (
        <div key={`${one.pageId}:${one.outcome}`} className={classes.answer} title={one.pageId}>
          <span>{formatTimeOfDay(one.at)}</span> {OUTCOME_TEXT[one.outcome]}
          {one.code === undefined ? '' : ` (${one.code})`} · {labels.get(one.pageId) ?? `page ${one.pageId.slice(-6)}`}
          {one.message === undefined ? '' : `: ${one.message}`}
        </div>
      ))}
    </article>
  );
}
