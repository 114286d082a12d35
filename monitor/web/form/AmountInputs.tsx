import { Group, NumberInput, Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import { BYTE_UNITS, SPAN_UNITS, splitAmount, toLocalMoment, type Unit } from '../model/rules/units.ts';
import type { InputProps } from './inputProps.ts';
import { useAmount } from './useAmount.ts';

/** Amounts with a unit that can be chosen: spans of time, and sizes. */
export function SpanInput(props: InputProps<'span'>) {
  return <UnitInput {...props} units={SPAN_UNITS} fallback={props.as.fallback} />;
}

export function BytesInput(props: InputProps<'bytes'>) {
  return <UnitInput {...props} units={BYTE_UNITS} fallback={props.as.fallback} />;
}

interface UnitProps extends Pick<InputProps, 'label' | 'value' | 'onValue'> {
  units: readonly Unit[];
  fallback: number | undefined;
}

function UnitInput({ label, value, onValue, units, fallback }: UnitProps) {
  const amount = typeof value === 'number' ? value : undefined;
  const [chosen, setChosen] = useState<string>();
  const best = splitAmount(amount ?? fallback ?? 0, units);
  const unit = units.find(({ id }) => id === chosen) ?? best.unit;
  const field = useAmount({
    value,
    hasFallback: fallback !== undefined,
    toShown: (one) => one / unit.size,
    toStored: (one) => Math.round(one * unit.size),
    onValue,
  });
  return (
    <Group gap={0} wrap="nowrap">
      <NumberInput
        aria-label={label}
        w={72}
        min={0}
        decimalScale={3}
        hideControls
        placeholder={fallback === undefined ? '' : String(fallback / unit.size)}
        styles={{ input: { borderTopRightRadius: 0, borderBottomRightRadius: 0 } }}
        {...field}
      />
      <Select
        aria-label={`${label}: unit`}
        w={unit.label.length > 3 ? 92 : 68}
        data={units.map(({ id, label: name }) => ({ value: id, label: name }))}
        value={unit.id}
        allowDeselect={false}
        styles={{ input: { borderTopLeftRadius: 0, borderBottomLeftRadius: 0, marginLeft: -1 } }}
        onChange={(id) => {
          const next = units.find((one) => one.id === id);
          setChosen(next?.id);
          if (next && amount !== undefined) onValue(Math.round((amount / unit.size) * next.size));
        }}
      />
    </Group>
  );
}

export function MomentInput({ label, value, onValue }: InputProps<'moment'>) {
  return (
    <TextInput
      aria-label={label}
      type="datetime-local"
      w={190}
      value={typeof value === 'number' ? toLocalMoment(value) : ''}
      onChange={(event) => {
        const at = new Date(event.currentTarget.value).getTime();
        if (Number.isFinite(at)) onValue(at);
      }}
    />
  );
}
