import { ActionIcon, Menu, UnstyledButton } from '@mantine/core';
import { IconPlus, IconTrash, IconX } from '@tabler/icons-react';
import { Fragment } from 'react';
import { additionOf } from '../model/rules/additions.ts';
import { valueAt, type Json, type JsonPath } from '../model/rules/jsonValue.ts';
import { isShown, removalOf, type Field, type Line } from '../model/rules/lines.ts';
import { FieldInput } from './FieldInput.tsx';
import classes from './Form.module.css';
import { useForm } from './FormContext.ts';
import type { InputProps } from './inputProps.ts';

interface Props {
  lines: readonly Line[];
  /** The rule that they are about, and where it stands. */
  value: Json;
  base: JsonPath;
}

/** Sentences with blanks, and what could be added to them. */
export function Lines({ lines, value, base }: Props) {
  const { names, onEdit } = useForm();
  const missing = lines.filter((one) => !isShown(one, value));
  return (
    <div className={classes.lines}>
      {lines.map((one, index) =>
        isShown(one, value) ? (
          <LineView
            key={index}
            line={one}
            value={value}
            base={base}
            onRemove={() => onEdit(base, removalOf(one, value))}
          />
        ) : null,
      )}
      {missing.length > 0 && (
        <Menu position="bottom-start" withinPortal>
          <Menu.Target>
            <UnstyledButton className={classes.add}>
              <IconPlus size={12} /> more
            </UnstyledButton>
          </Menu.Target>
          <Menu.Dropdown mah={340} style={{ overflowY: 'auto' }}>
            {missing.map((one) => (
              <Menu.Item key={one.optional?.label} onClick={() => onEdit(base, additionOf(one, names, Date.now()))}>
                {one.optional?.label}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      )}
    </div>
  );
}

function LineView({ line, value, base, onRemove }: { line: Line; value: Json; base: JsonPath; onRemove: () => void }) {
  return (
    <div className={classes.line}>
      {line.words.map((word, index) => (
        <Fragment key={index}>
          {typeof word === 'string' ? <span>{word}</span> : <Blank field={word} rule={value} base={base} />}
        </Fragment>
      ))}
      {line.optional && (
        <ActionIcon
          size={20}
          variant="subtle"
          color="gray"
          aria-label={`Remove: ${line.optional.label}`}
          title={`Remove: ${line.optional.label}`}
          onClick={onRemove}
        >
          <IconX size={12} />
        </ActionIcon>
      )}
    </div>
  );
}

function Blank({ field, rule, base }: { field: Field; rule: Json; base: JsonPath }) {
  const { as, label, path } = field;
  if (as.type !== 'list') return <FieldInput field={field} as={as} rule={rule} base={base} />;
  return <ListInput label={label} as={as} value={valueAt(rule, path)} path={[...base, ...path]} />;
}

interface ListProps extends Pick<InputProps<'list'>, 'label' | 'as' | 'value'> {
  path: JsonPath;
}

/** Things of one sort within a rule: steps, buttons, instructions. */
function ListInput({ label, as, value, path }: ListProps) {
  const { onEdit } = useForm();
  const items = Array.isArray(value) ? value : [];
  return (
    <div className={classes.list} role="group" aria-label={label}>
      {items.map((item, index) => (
        <div key={index} className={classes.item}>
          <span className={classes.number}>{index + 1}</span>
          <Lines lines={as.lines(item)} value={item} base={[...path, index]} />
          <ActionIcon
            size={22}
            variant="subtle"
            color="gray"
            disabled={items.length === 1}
            aria-label={`Remove ${String(index + 1)} of ${label.toLowerCase()}`}
            title={items.length === 1 ? 'One is needed' : 'Remove'}
            onClick={() => {
              onEdit(path, [{ path: [index], value: undefined }]);
            }}
          >
            <IconTrash size={13} />
          </ActionIcon>
        </div>
      ))}
      {items.length < as.max && (
        <UnstyledButton
          className={classes.add}
          onClick={() => {
            onEdit(path, [{ path: [items.length], value: as.initial }]);
          }}
        >
          <IconPlus size={12} /> {as.add}
        </UnstyledButton>
      )}
    </div>
  );
}
