import { Alert, Button, Paper, PasswordInput, Stack, Text, Title } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
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
  };
  const isShort = fields.next !== '' && fields.next.length < LENGTH_MIN;
  const differs = fields.again !== '' && fields.again !== fields.next;
  const isReady = fields.current !== '' && fields.next.length >= LENGTH_MIN && fields.again === fields.next;
  const submit = (event: FormEvent): void => {
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
        {change.isError && (
          <Alert color="red" p="xs" role="alert">
            <Text size="sm">{describeLoginFailure(change.error)}</Text>
          </Alert>
        )}
        {change.isSuccess && (
          <Alert color="green" p="xs" role="status">
            <Text size="sm">The password is changed. Other browsers may have to log in again.</Text>
          </Alert>
        )}
        <Button type="submit" loading={change.isPending} disabled={!isReady}>
          Change password
        </Button>
      </Stack>
    </Paper>
  );
}
