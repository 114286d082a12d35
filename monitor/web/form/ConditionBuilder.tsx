import { ActionIcon, Select, UnstyledButton } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import { useMemo } from 'react';
import type { Clause, SimpleCondition } from '../model/rules/condition.ts';
import { CONDITION_KINDS, fieldsFor } from '../model/rules/conditionFields.ts';
import { fitClause } from '../model/rules/conditionWords.ts';
import { isKind, KIND_WORDS } from '../model/rules/kindWords.ts';
import { ClauseInput } from './ClauseInput.tsx';
import classes from './Form.module.css';

interface Props {
  condition: SimpleCondition;
  onCondition: (condition: SimpleCondition) => void;
}

const ANYTHING = '*';

/** Kind, then clauses of field, operator and value. */
export function ConditionBuilder({ condition, onCondition }: Props) {
  const { kind, join, clauses } = condition;
  const known = isKind(kind) ? kind : undefined;
  const fields = useMemo(() => fieldsFor(known), [known]);
  const setClauses = (next: Clause[]): void => {
    onCondition({ ...condition, join: next.length < 2 ? 'and' : join, clauses: next });
  };
  const addClause = (): void => {
    const [first] = fields;
    if (first) setClauses([...clauses, fitClause({ path: first.path, operator: '==', value: '' }, fields)]);
  };
  return (
    <div className={classes.builder}>
      <KindSelect
        kind={kind}
        isNeeded={clauses.length === 0}
        onKind={(next) => onCondition({ ...condition, kind: next })}
      />
      {clauses.map((clause, index) => (
        <div key={index} className={classes.clause}>
          {index === 0 ? (
            <span>where</span>
          ) : (
            <JoinSelect
              join={join}
              isOff={index > 1}
              onJoin={(next) => {
                onCondition({ ...condition, join: next });
              }}
            />
          )}
          <ClauseInput clause={clause} fields={fields} onClause={(next) => setClauses(clauses.with(index, next))} />
          <ActionIcon
            size={20}
            variant="subtle"
            color="gray"
            aria-label="Remove this part of the condition"
            disabled={kind === undefined && clauses.length === 1}
            onClick={() => setClauses(clauses.toSpliced(index, 1))}
          >
            <IconX size={12} />
          </ActionIcon>
        </div>
      ))}
      <UnstyledButton className={classes.add} onClick={addClause}>
        <IconPlus size={12} /> {clauses.length === 0 ? 'where' : join}
      </UnstyledButton>
    </div>
  );
}

interface JoinProps {
  join: SimpleCondition['join'];
  isOff: boolean;
  onJoin: (join: SimpleCondition['join']) => void;
}

/** One for all clauses: mixing `and` with `or` needs CEL. */
function JoinSelect({ join, isOff, onJoin }: JoinProps) {
  return (
    <Select
      aria-label="Joined by"
      w={72}
      data={['and', 'or']}
      value={join}
      allowDeselect={false}
      disabled={isOff}
      onChange={(next) => {
        onJoin(next === 'or' ? 'or' : 'and');
      }}
    />
  );
}

function KindSelect({
  kind,
  isNeeded,
  onKind,
}: {
  kind: string | undefined;
  isNeeded: boolean;
  onKind: (kind: string | undefined) => void;
}) {
  const kinds = CONDITION_KINDS.map((one) => ({ value: one, label: KIND_WORDS[one].happening }));
  const isOther = kind !== undefined && !kinds.some(({ value }) => value === kind);
  return (
    <Select
      aria-label="What happens"
      w={210}
      searchable
      allowDeselect={false}
      data={[
        ...(isNeeded ? [] : [{ value: ANYTHING, label: 'anything' }]),
        ...kinds,
        ...(isOther ? [{ value: kind, label: kind }] : []),
      ]}
      value={kind ?? ANYTHING}
      onChange={(next) => {
        if (next !== null) onKind(next === ANYTHING ? undefined : next);
      }}
    />
  );
}
