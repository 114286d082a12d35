import { Button, Group, Popover } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconCamera, IconDownload, IconLock, IconMessage } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import type { Order } from 'rewindow/wire';
import { describeFailure } from '../api/apiFailure.ts';
import { api } from '../api/client.ts';
import { EraseButton } from './EraseButton.tsx';
import { HoldForm, ImageForm, MessageForm, SendForm, type OrderFormProps } from './orderForms.tsx';

interface Props {
  sessionId: string;
  isLive: boolean;
  onInstructed: () => void;
}

const LIVE_TTL_MS = 5 * 60_000;
/** A device that is away gets the instruction when it comes back, within a day. */
const AWAY_TTL_MS = 24 * 3_600_000;
const AWAY_NOTE = 'No page of the session is connected. The device gets this when it comes back within 24 hours.';

/** What an operator can ask a session for. */
export function SessionActions({ sessionId, isLive, onInstructed }: Props) {
  const client = useQueryClient();
  const [open, setOpen] = useState<string>();
  const instruct = useMutation({
    mutationFn: (order: Order) => api.instruct(sessionId, { order, ttlMs: isLive ? LIVE_TTL_MS : AWAY_TTL_MS }),
    onSuccess: async () => {
      setOpen(undefined);
      onInstructed();
      await client.invalidateQueries({ queryKey: ['session', sessionId] });
    },
    onError: (error) => {
      notifications.show({ color: 'red', title: 'The instruction was not given', message: describeFailure(error) });
    },
  });
  const form: OrderFormProps = {
    isPending: instruct.isPending,
    note: isLive ? undefined : AWAY_NOTE,
    onOrder: (order) => {
      instruct.mutate(order);
    },
  };
  const action = (label: string, icon: ReactNode, content: ReactNode, variant = 'default') => (
    <Popover
      key={label}
      opened={open === label}
      onChange={(isOpen) => {
        if (!isOpen) setOpen(undefined);
      }}
      position="bottom-end"
      width={320}
      trapFocus
      withArrow
      shadow="md"
    >
      <Popover.Target>
        <Button
          variant={variant}
          leftSection={icon}
          onClick={() => {
            setOpen(open === label ? undefined : label);
          }}
        >
          {label}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>{content}</Popover.Dropdown>
    </Popover>
  );
  return (
    <Group gap={6} wrap="nowrap" style={{ flex: 'none' }}>
      {action('Get the buffer', <IconDownload size={14} />, <SendForm {...form} />, 'filled')}
      {action('Image', <IconCamera size={14} />, <ImageForm {...form} />)}
      {action('Message', <IconMessage size={14} />, <MessageForm {...form} />)}
      {action('Hold', <IconLock size={14} />, <HoldForm {...form} />)}
      <EraseButton sessionId={sessionId} />
    </Group>
  );
}
