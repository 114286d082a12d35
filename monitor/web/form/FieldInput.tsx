import { MultiSelect, NumberInput, Select, Switch, TagsInput, Text, Textarea } from '@mantine/core';
import { valueAt, type Json, type JsonPath } from '../model/rules/jsonValue.ts';
import type { Field, FieldType, Option } from '../model/rules/lines.ts';
import type { InputProps } from './inputProps.ts';
import { BytesInput, MomentInput, SpanInput } from './AmountInputs.tsx';
import { ConditionInput } from './ConditionInput.tsx';
import { DelayedInput } from './DelayedInput.tsx';
import { useForm } from './FormContext.ts';
import { KindsInput } from './KindsInput.tsx';
import { useAmount } from './useAmount.ts';

interface Props {
  field: Field;
  /** What it is; lists stand in lines of their own. */
  as: Exclude<FieldType, { type: 'list' }>;
  /** The rule that the field is of, and where it stands. */
  rule: Json;
  base: JsonPath;
}

/** The input for one blank of a sentence. */
export function FieldInput({ field, as, rule, base }: Props) {
  const { onEdit } = useForm();
  const { label } = field;
  const path = [...base, ...field.path];
  const value = valueAt(rule, field.path);
  const onValue = (next: Json | undefined): void => {
    onEdit(path, [{ path: [], value: next }]);
  };
  if (as.type === 'switch') {
    const change = (to: string) => onEdit(path, as.edits(value ?? {}, to));
    return <Choice label={label} options={as.options} value={as.current(value ?? {})} onChoice={change} />;
  }
  if (as.type === 'number') return <Amount label={label} as={as} value={value} onValue={onValue} />;
  if (as.type === 'share') return <Share label={label} as={as} value={value} onValue={onValue} />;
  if (as.type === 'span') return <SpanInput label={label} as={as} value={value} onValue={onValue} />;
  if (as.type === 'bytes') return <BytesInput label={label} as={as} value={value} onValue={onValue} />;
  if (as.type === 'moment') return <MomentInput label={label} as={as} value={value} onValue={onValue} />;
  if (as.type === 'kinds') return <KindsInput label={label} as={as} value={value} onValue={onValue} />;
  if (as.type === 'condition') return <ConditionInput label={label} as={as} value={value} onValue={onValue} />;
  if (as.type === 'text') return <TextField label={label} as={as} value={value} onValue={onValue} />;
  return <PickInput label={label} as={as} value={value} onValue={onValue} />;
}

/** Everything that is picked from a list. */
function PickInput({
  label,
  as,
  value,
  onValue,
}: InputProps<'flag' | 'choice' | 'choices' | 'words' | 'state' | 'audience' | 'stateList'>) {
  const { names } = useForm();
  if (as.type === 'flag') {
    return (
      <Switch
        aria-label={label}
        checked={value === undefined ? as.fallback === true : value === true}
        onChange={(event) => {
          onValue(event.currentTarget.checked);
        }}
      />
    );
  }
  if (as.type === 'choice') {
    const chosen = typeof value === 'string' ? value : (as.fallback ?? '');
    return <Choice label={label} options={as.options} value={chosen} onChoice={onValue} />;
  }
  if (as.type === 'state' || as.type === 'audience') {
    const ids = as.type === 'state' ? names.states : names.audiences;
    return <IdSelect label={label} ids={ids} value={value} noun={as.type} onValue={onValue} />;
  }
  const texts = Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
  if (as.type === 'words') {
    return (
      <TagsInput
        aria-label={label}
        size="xs"
        miw={220}
        maw={460}
        value={texts}
        placeholder={texts.length > 0 ? '' : (as.placeholder ?? '')}
        onChange={onValue}
      />
    );
  }
  const options = as.type === 'choices' ? [...as.options] : names.states;
  return <MultiSelect aria-label={label} size="xs" miw={200} data={options} value={texts} onChange={onValue} />;
}

interface ChoiceProps {
  label: string;
  options: readonly Option[];
  value: string;
  onChoice: (value: string) => void;
}

const LETTER_PX = 7;

function Choice({ label, options, value, onChoice }: ChoiceProps) {
  const known = options.some((option) => option.value === value);
  const data = known || value === '' ? [...options] : [...options, { value, label: value }];
  const longest = data.reduce((most, option) => Math.max(most, option.label.length), 8);
  return (
    <Select
      aria-label={label}
      data={data}
      value={value}
      allowDeselect={false}
      w={Math.min(longest * LETTER_PX + 48, 320)}
      comboboxProps={{ width: 'max-content', position: 'bottom-start' }}
      maxDropdownHeight={360}
      renderOption={({ option }) => (
        <OptionView option={options.find((one) => one.value === option.value)} label={option.label} />
      )}
      onChange={(next) => {
        if (next !== null && next !== value) onChoice(next);
      }}
    />
  );
}

function OptionView({ option, label }: { option: Option | undefined; label: string }) {
  return (
    <div>
      <Text size="sm">{label}</Text>
      {option?.text !== undefined && (
        <Text size="xs" c="dimmed">
          {option.text}
        </Text>
      )}
    </div>
  );
}

interface IdProps extends Pick<InputProps, 'label' | 'value' | 'onValue'> {
  ids: readonly string[];
  noun: string;
}

function IdSelect({ label, ids, value, noun, onValue }: IdProps) {
  const chosen = typeof value === 'string' ? value : '';
  const isUnknown = chosen !== '' && !ids.includes(chosen);
  return (
    <Select
      aria-label={label}
      data={isUnknown ? [...ids, chosen] : [...ids]}
      value={chosen === '' ? null : chosen}
      placeholder={ids.length === 0 ? `there is no ${noun} yet` : `choose a ${noun}`}
      error={isUnknown || chosen === ''}
      allowDeselect={false}
      w={180}
      onChange={(next) => {
        if (next !== null) onValue(next);
      }}
    />
  );
}

function Amount({ label, as, value, onValue }: InputProps<'number'>) {
  const { min, max, fallback, step = 1, isDecimal = false } = as;
  const amount = useAmount({
    value,
    hasFallback: fallback !== undefined,
    toShown: (one) => one,
    toStored: (one) => one,
    onValue,
  });
  return (
    <NumberInput
      aria-label={label}
      w={84}
      step={step}
      allowDecimal={isDecimal}
      {...(min !== undefined && { min })}
      {...(max !== undefined && { max })}
      placeholder={fallback === undefined ? '' : String(fallback)}
      {...amount}
    />
  );
}

function Share({ label, as, value, onValue }: InputProps<'share'>) {
  const { fallback } = as;
  const amount = useAmount({
    value,
    hasFallback: fallback !== undefined,
    toShown: (share) => Math.round(share * 10_000) / 100,
    toStored: (percent) => Math.round(percent * 100) / 10_000,
    onValue,
  });
  return (
    <NumberInput
      aria-label={label}
      w={84}
      min={0}
      max={100}
      decimalScale={2}
      suffix=" %"
      placeholder={fallback === undefined ? '' : `${String(fallback * 100)} %`}
      {...amount}
    />
  );
}

function TextField({ label, as, value, onValue }: InputProps<'text'>) {
  const text = typeof value === 'string' ? value : '';
  if (as.isLong === true) {
    return (
      <Textarea
        aria-label={label}
        autosize
        minRows={2}
        maxRows={8}
        style={{ flex: '1 1 320px' }}
        value={text}
        maxLength={2_000}
        onChange={(event) => {
          onValue(event.currentTarget.value);
        }}
      />
    );
  }
  return (
    <DelayedInput
      label={label}
      text={text}
      placeholder={as.placeholder ?? ''}
      isWide={as.isWide === true}
      onText={onValue}
    />
  );
}
