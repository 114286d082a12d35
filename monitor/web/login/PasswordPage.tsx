import { Alert, Button, Paper, PasswordInput, Stack, Text, Title } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState, type SubmitEvent } from 'react';
import { api } from '../api/client.ts';
import { describeLoginFailure } from '../model/loginFailure.ts';
import { usePageTitle } from '../shell/usePageTitle.ts';

/** As the monitor demands. */
const LENGTH_MIN = 10;

export function PasswordPage() {
  usePageTitle('Change password');
  const [fields, setFields] = useState({ current: '', next: '', again: '' });
  const change = useMutation({
    mutationFn: api.changePassword,
    onSuccess: () => {
      setFields({ current: '', next: '', again: '' });
    },
  });
  const set = (name: keyof typeof fields) => (event: { currentTarget: { value: string } }) => {
    const { value } = event.currentTarget;
    setFields((before) => ({ ...before, [name]: value }));
    if (!change.isPending) change.reset();
  };
  const isShort = fields.next !== '' && fields.next.length < LENGTH_MIN;
  const differs = fields.again !== '' && fields.again !== fields.next;
  const isReady = fields.current !== '' && fields.next.length >= LENGTH_MIN && fields.again === fields.next;
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    if (isReady) change.mutate({ current: fields.current, next: fields.next });
  };
  return (
    <Paper withBorder p="lg" m="lg" w={420} bg="var(--rw-panel)" component="form" onSubmit={submit}>
      <Stack gap="sm">
        <Title order={1}>Change password</Title>
        <PasswordInput
          label="Current password"
          value={fields.current}
          autoComplete="current-password"
          onChange={set('current')}
        />
        <PasswordInput
          label="New password"
          description={`At least ${String(LENGTH_MIN)} characters.`}
          value={fields.next}
          autoComplete="new-password"
          error={isShort && `Too short: at least ${String(LENGTH_MIN)} characters`}
          onChange={set('next')}
        />
        <PasswordInput
          label="New password again"
          value={fields.again}
          autoComplete="new-password"
          error={differs && 'This differs from the new password'}
          onChange={set('again')}
        />
        <Outcome error={change.error} isDone={change.isSuccess} />
        <Button type="submit" loading={change.isPending} disabled={!isReady}>
          Change password
        </Button>
      </Stack>
    </Paper>
  );
}

function Outcome({ error, isDone }: { error: unknown; isDone: boolean }) {
  if (error === null && !isDone) return null;
  const text = isDone ? 'The password is changed. Other browsers have to log in again.' : describeLoginFailure(error);
  return (
    <Alert color={isDone ? 'green' : 'red'} p="xs" role={isDone ? 'status' : 'alert'}>
      <Text size="sm">{text}</Text>
    </Alert>
  );
}
