import { Button, Group, Menu, Popover, Text } from '@mantine/core';
import { IconCamera, IconChevronDown, IconDownload, IconMessage } from '@tabler/icons-react';
import { Fragment, useMemo, useState, type ReactNode } from 'react';
import type { Verb } from 'rewindow/wire';
import type { SessionDetail } from '../../src/api/contract.ts';
import { useRules } from '../api/queries.ts';
import { isVerb, VERB_OPTIONS } from '../model/rules/orderLines.ts';
import { EraseButton } from './EraseButton.tsx';
import { OrderDialog } from './OrderDialog.tsx';
import { ImageForm, MessageForm, SendForm, type OrderFormProps } from './orderForms.tsx';
import { ORDER_GROUPS } from './orderMenu.ts';
import { useGiveOrder } from './useGiveOrder.ts';

interface Props {
  detail: SessionDetail;
  onInstructed: () => void;
}

const LIVE_TTL_MS = 5 * 60_000;
/** A device that is away gets the instruction when it comes back, within a day. */
const AWAY_TTL_MS = 24 * 3_600_000;
const AWAY_NOTE = 'No page of the session is connected. The device gets this when it comes back within 24 hours.';

/** What an operator can ask a session for. */
export function SessionActions({ detail, onInstructed }: Props) {
  const { session } = detail;
  const { sessionId, isLive } = session;
  const [open, setOpen] = useState<string>();
  const [verb, setVerb] = useState<Verb>();
  const states = useStates(detail);
  const ttlMs = isLive ? LIVE_TTL_MS : AWAY_TTL_MS;
  const note = isLive ? undefined : AWAY_NOTE;
  const give = useGiveOrder(session, () => {
    setOpen(undefined);
    onInstructed();
  });
  const form: OrderFormProps = {
    isPending: give.isPending,
    note,
    onOrder: (order) => {
      give.mutate({ scope: 'session', body: { order, ttlMs } });
    },
  };
  const toggle = (label: string): void => {
    setOpen(open === label ? undefined : label);
  };
  const action = (label: string, icon: ReactNode, content: ReactNode, variant = 'default') => (
    <ActionPopover label={label} icon={icon} variant={variant} isOpen={open === label} onToggle={toggle}>
      {content}
    </ActionPopover>
  );
  return (
    <Group gap={6} wrap="nowrap" style={{ flex: 'none' }}>
      {action('Get the buffer', <IconDownload size={14} />, <SendForm {...form} />, 'filled')}
      {action('Image', <IconCamera size={14} />, <ImageForm {...form} />)}
      {action('Message', <IconMessage size={14} />, <MessageForm {...form} />)}
      <MoreMenu onVerb={setVerb} />
      <EraseButton sessionId={sessionId} />
      {verb && (
        <OrderDialog
          key={verb}
          detail={detail}
          verb={verb}
          states={states}
          ttlMs={ttlMs}
          note={note}
          onClose={() => {
            setVerb(undefined);
          }}
          onInstructed={onInstructed}
        />
      )}
    </Group>
  );
}

interface PopoverProps {
  label: string;
  icon: ReactNode;
  variant: string;
  isOpen: boolean;
  onToggle: (label: string) => void;
  children: ReactNode;
}

function ActionPopover({ label, icon, variant, isOpen, onToggle, children }: PopoverProps) {
  const toggle = (): void => {
    onToggle(label);
  };
  return (
    <Popover
      opened={isOpen}
      onChange={(isStillOpen) => {
        if (!isStillOpen) toggle();
      }}
      position="bottom-end"
      width={320}
      trapFocus
      withArrow
      shadow="md"
    >
      <Popover.Target>
        <Button variant={variant} leftSection={icon} onClick={toggle}>
          {label}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>{children}</Popover.Dropdown>
    </Popover>
  );
}

/** That the rules name, and those that the session has reported. */
function useStates({ session, summaries }: SessionDetail): string[] {
  const rules = useRules(session.app, true);
  return useMemo(() => {
    const named = rules.data?.current?.source?.states.map(({ id }) => id) ?? [];
    return [...new Set([...named, ...summaries.flatMap((summary) => summary.states)])];
  }, [rules.data, summaries]);
}

function MoreMenu({ onVerb }: { onVerb: (verb: Verb) => void }) {
  return (
    <Menu position="bottom-end" width={300} shadow="md">
      <Menu.Target>
        <Button variant="default" rightSection={<IconChevronDown size={14} />}>
          More
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {ORDER_GROUPS.map((group) => (
          <Fragment key={group.label}>
            <Menu.Label>{group.label}</Menu.Label>
            {VERB_OPTIONS.filter(({ value }) => group.verbs.some((verb) => verb === value)).map(
              ({ value, label, text }) => (
                <Menu.Item
                  key={value}
                  onClick={() => {
                    if (isVerb(value)) onVerb(value);
                  }}
                >
                  {label}
                  <Text size="xs" c="dimmed">
                    {text}
                  </Text>
                </Menu.Item>
              ),
            )}
          </Fragment>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
