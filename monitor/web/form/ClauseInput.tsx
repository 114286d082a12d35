import { Autocomplete, NumberInput, Select, TextInput } from '@mantine/core';
import type { Clause, Literal } from '../model/rules/condition.ts';
import { findField, type ConditionField } from '../model/rules/conditionFields.ts';
import { fitClause, needsValue, OPERATOR_WORDS, operatorsFor } from '../model/rules/conditionWords.ts';
import { readLiteral } from '../model/rules/literal.ts';
import { useForm } from './FormContext.ts';

interface ClauseProps {
  clause: Clause;
  fields: readonly ConditionField[];
  onClause: (clause: Clause) => void;
}

/** Field, comparison and value. */
export function ClauseInput({ clause, fields, onClause }: ClauseProps) {
  const field = findField(fields, clause.path);
  const operators = operatorsFor(field);
  const isOdd = !operators.includes(clause.operator);
  return (
    <>
      <FieldSelect
        path={clause.path}
        field={field}
        fields={fields}
        onPath={(path) => {
          onClause(fitClause({ ...clause, path }, fields));
        }}
      />
      <Select
        aria-label="Comparison"
        w={146}
        allowDeselect={false}
        data={[...operators, ...(isOdd ? [clause.operator] : [])].map((value) => ({
          value,
          label: OPERATOR_WORDS[value],
        }))}
        value={clause.operator}
        onChange={(next) => {
          const operator = operators.find((one) => one === next);
          if (operator) onClause(fitClause({ ...clause, operator }, fields));
        }}
      />
      {needsValue(clause.operator) && (
        <ValueInput
          field={field}
          value={clause.value ?? ''}
          onValue={(value) => {
            onClause({ ...clause, value });
          }}
        />
      )}
    </>
  );
}

interface FieldSelectProps {
  path: string;
  field: ConditionField | undefined;
  fields: readonly ConditionField[];
  onPath: (path: string) => void;
}

/** A known field; for those with names of their own, the name as well. */
function FieldSelect({ path, field, fields, onPath }: FieldSelectProps) {
  const groups = [...new Set(fields.map(({ group }) => group))].map((group) => ({
    group,
    items: fields.filter((one) => one.group === group).map((one) => ({ value: one.path, label: one.label })),
  }));
  const isUnknown = field === undefined;
  return (
    <>
      <Select
        aria-label="Field"
        w={190}
        searchable
        allowDeselect={false}
        data={isUnknown ? [{ group: 'Other', items: [{ value: path, label: path }] }, ...groups] : groups}
        value={field?.path ?? path}
        comboboxProps={{ width: 260, position: 'bottom-start' }}
        onChange={(next) => {
          if (next === null) return;
          const chosen = fields.find((one) => one.path === next);
          onPath(chosen?.type === 'map' ? `${next}.name` : next);
        }}
      />
      {field?.type === 'map' && (
        <TextInput
          aria-label="Name of the value"
          w={120}
          value={path.slice(field.path.length + 1)}
          placeholder="name"
          onChange={(event) => {
            const name = event.currentTarget.value.replace(/[^\w.]/g, '');
            if (/^[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*$/.test(name)) onPath(`${field.path}.${name}`);
          }}
        />
      )}
    </>
  );
}

interface ValueProps {
  field: ConditionField | undefined;
  value: Literal;
  onValue: (value: Literal) => void;
}

function ValueInput({ field, value, onValue }: ValueProps) {
  const { names } = useForm();
  if (field?.type === 'number' && typeof value === 'number') {
    return (
      <NumberInput
        aria-label="Value"
        w={100}
        value={value}
        onChange={(next) => {
          onValue(typeof next === 'number' ? next : 0);
        }}
      />
    );
  }
  if (field?.values) {
    const chosen = String(value);
    const data = field.values.includes(chosen) ? [...field.values] : [...field.values, chosen];
    return (
      <Select
        aria-label="Value"
        w={150}
        allowDeselect={false}
        data={data}
        value={chosen}
        onChange={(next) => {
          if (next !== null) onValue(next);
        }}
      />
    );
  }
  const isTyped = field?.type === 'map' || field === undefined;
  return (
    <Autocomplete
      size="xs"
      aria-label="Value"
      w={180}
      data={field?.path.startsWith('state.') === true ? names.states : []}
      value={String(value)}
      onChange={(text) => {
        onValue(isTyped ? readLiteral(text) : text);
      }}
    />
  );
}
