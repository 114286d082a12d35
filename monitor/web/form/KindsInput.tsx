import { Checkbox, Popover, UnstyledButton } from '@mantine/core';
import { IconChevronDown } from '@tabler/icons-react';
import { RECORD_KINDS } from 'rewindow/wire';
import { CAPTURE_GROUPS, isKind, KIND_WORDS } from '../model/rules/kindWords.ts';
import type { InputProps } from './inputProps.ts';
import classes from './Form.module.css';

/** Kinds of records as boxes with what they mean, behind a button that names those that are chosen. */
export function KindsInput({ label, value, onValue }: InputProps<'kinds'>) {
  const texts = Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
  const chosen = texts.filter(isKind);
  const names = chosen.map((kind) => KIND_WORDS[kind].label).join(', ');
  const toggle = (kind: string, isOn: boolean): void => {
    const rest = texts.filter((one) => one !== kind);
    const next = isOn ? [...rest, kind] : rest;
    onValue(RECORD_KINDS.filter((one) => next.includes(one)));
  };
  return (
    <Popover width={620} position="bottom-start" shadow="md" trapFocus withinPortal>
      <Popover.Target>
        <UnstyledButton className={classes.kinds} aria-label={`${label}: ${names === '' ? 'none' : names}`}>
          <span>{names === '' ? 'choose what' : names}</span>
          <IconChevronDown size={14} />
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown mah={440} style={{ overflowY: 'auto' }} maw="calc(100vw - 24px)">
        {CAPTURE_GROUPS.map((group) => (
          <fieldset key={group.label} className={classes.group}>
            <legend>{group.label}</legend>
            {group.kinds.map((kind) => (
              <Checkbox
                key={kind}
                size="xs"
                label={KIND_WORDS[kind].label}
                description={KIND_WORDS[kind].text}
                checked={chosen.includes(kind)}
                onChange={(event) => {
                  toggle(kind, event.currentTarget.checked);
                }}
              />
            ))}
          </fieldset>
        ))}
      </Popover.Dropdown>
    </Popover>
  );
}
