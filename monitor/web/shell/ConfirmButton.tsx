import { Button, Group, Modal, Text } from '@mantine/core';
import { useState, type ReactNode } from 'react';

interface Props {
  label: string;
  title: string;
  text: ReactNode;
  color?: string;
  isPending: boolean;
  size?: 'xs' | 'compact-xs';
  onConfirm: () => void;
}

/** A button for what can't be undone by another click: it asks first. */
export function ConfirmButton({ label, title, text, color, isPending, size = 'xs', onConfirm }: Props) {
  const [isAsking, setAsking] = useState(false);
  const close = (): void => {
    setAsking(false);
  };
  return (
    <>
      <Button
        size={size}
        variant={color === undefined ? 'default' : 'light'}
        {...(color !== undefined && { color })}
        loading={isPending}
        onClick={() => {
          setAsking(true);
        }}
      >
        {label}
      </Button>
      <Modal opened={isAsking} onClose={close} title={title}>
        <Text size="sm" component="div">
          {text}
        </Text>
        <Group mt="md" gap="xs" justify="flex-end">
          <Button variant="default" onClick={close}>
            Cancel
          </Button>
          <Button
            {...(color !== undefined && { color })}
            onClick={() => {
              close();
              onConfirm();
            }}
          >
            {label}
          </Button>
        </Group>
      </Modal>
    </>
  );
}
