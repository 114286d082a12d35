import { ActionIcon, Badge, UnstyledButton } from '@mantine/core';
import { IconArrowUp, IconChevronRight, IconCopy, IconTrash } from '@tabler/icons-react';
import type { Placement, RuleProblem } from '../../src/api/contract.ts';
import { Lines } from '../form/Lines.tsx';
import { textAt, type Json } from '../model/rules/jsonValue.ts';
import { describeLines } from '../model/rules/sentence.ts';
import type { RuleList } from '../model/rules/sections.ts';
import classes from './FormView.module.css';

interface Props {
  list: RuleList;
  item: Json;
  index: number;
  isOpen: boolean;
  problems: readonly RuleProblem[];
  placement: readonly Placement[];
  onToggle: () => void;
  onRemove: () => void;
  onCopy: () => void;
  onMoveUp: () => void;
}

/** One rule: folded, what it says in plain words; open, its sentences with blanks. */
export function RuleCard(props: Props) {
  const { list, item, index, isOpen, problems, placement, onToggle } = props;
  const lines = list.lines(item);
  const id = textAt(item, ['id']);
  const name = id ?? `${list.noun} ${String(index + 1)}`;
  const place = placement.find((one) => one.id === id);
  return (
    <article className={classes.card} data-open={isOpen} aria-label={`${list.noun} ${name}`}>
      <div className={classes.cardTop}>
        <UnstyledButton className={classes.fold} aria-expanded={isOpen} onClick={onToggle}>
          <IconChevronRight size={14} className={classes.chevron ?? ''} />
          <b>{name}</b>
          {place && (
            <Badge color={place.where === 'page' ? 'cyan' : 'violet'} tt="none" title={place.reason}>
              in the {place.where}
            </Badge>
          )}
          {problems.length > 0 && (
            <Badge color="red" tt="none">
              {problems.length === 1 ? '1 problem' : `${String(problems.length)} problems`}
            </Badge>
          )}
        </UnstyledButton>
        <CardActions {...props} name={name} />
      </div>
      {isOpen ? (
        <div className={classes.cardBody}>
          <Lines lines={lines} value={item} base={[list.key, index]} />
          {place && (
            <p className={classes.reason}>
              It runs in the {place.where}: {place.reason}
            </p>
          )}
          {problems.map((problem) => (
            <p key={`${problem.path}:${problem.message}`} className={classes.wrong}>
              {problem.path}: {problem.message}
            </p>
          ))}
        </div>
      ) : (
        <p className={classes.summary}>{describeLines(withoutId(lines), item)}</p>
      )}
    </article>
  );
}

/** Its name stands above already. */
const withoutId = (lines: ReturnType<RuleList['lines']>): ReturnType<RuleList['lines']> =>
  lines.filter(({ words }) => words.every((word) => typeof word === 'string' || word.path.join('.') !== 'id'));

function CardActions({ index, name, onRemove, onCopy, onMoveUp }: Props & { name: string }) {
  const action = { size: 22, variant: 'subtle', color: 'gray' } as const;
  return (
    <>
      <ActionIcon {...action} aria-label={`Move ${name} up`} title="Move up" disabled={index === 0} onClick={onMoveUp}>
        <IconArrowUp size={13} />
      </ActionIcon>
      <ActionIcon {...action} aria-label={`Copy ${name}`} title="Copy" onClick={onCopy}>
        <IconCopy size={13} />
      </ActionIcon>
      <ActionIcon {...action} aria-label={`Remove ${name}`} title="Remove" onClick={onRemove}>
        <IconTrash size={13} />
      </ActionIcon>
    </>
  );
}
