import { ActionIcon, Button, Group, Modal, Text, Tooltip } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { api } from '../api/client.ts';
import { Failure } from '../shell/Failure.tsx';

/** Erases what the monitor has of a session, after asking. */
export function EraseButton({ sessionId }: { sessionId: string }) {
  const [isAsking, setAsking] = useState(false);
  const navigate = useNavigate();
  const client = useQueryClient();
  const erase = useMutation({
    mutationFn: () => api.eraseSession(sessionId),
    onSuccess: async () => {
      await navigate('/sessions');
      client.removeQueries({ queryKey: ['session', sessionId] });
    },
  });
  const close = (): void => {
    setAsking(false);
    erase.reset();
  };
  return (
    <>
      <Tooltip label="Erase this session">
        <ActionIcon
          variant="default"
          size={30}
          aria-label="Erase this session"
          onClick={() => {
            setAsking(true);
          }}
        >
          <IconTrash size={14} />
        </ActionIcon>
      </Tooltip>
      <Modal opened={isAsking} onClose={close} title="Erase this session?">
        <Text size="sm">
          Archive, search index and instructions of this session are deleted for good. What the device still holds stays
          there until it is dropped.
        </Text>
        {erase.isError && <Failure error={erase.error} title="Not erased" />}
        <Group mt="md" gap="xs" justify="flex-end">
          <Button variant="default" onClick={close}>
            Keep it
          </Button>
          <Button
            color="red"
            loading={erase.isPending}
            onClick={() => {
              erase.mutate();
            }}
          >
            Erase it
          </Button>
        </Group>
      </Modal>
    </>
  );
}
