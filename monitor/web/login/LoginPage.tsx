import { Alert, Button, Center, Group, Paper, PasswordInput, Stack, Text, Title } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type SubmitEvent } from 'react';
import { Navigate, useSearchParams } from 'react-router';
import { api } from '../api/client.ts';
import { useLogin } from '../api/queries.ts';
import { describeLoginFailure } from '../model/loginFailure.ts';
import { safeNext } from '../model/safeNext.ts';
import { usePageTitle } from '../shell/usePageTitle.ts';

/** The one operator's password. After it the page that was asked for. */
export function LoginPage() {
  usePageTitle('Log in');
  const [search] = useSearchParams();
  const [password, setPassword] = useState('');
  const client = useQueryClient();
  const login = useLogin();
  const attempt = useMutation({
    mutationFn: api.login,
    onSuccess: () => {
      client.setQueryData(['me'], true);
    },
  });
  if (login.data === true) return <Navigate to={safeNext(search.get('next'))} replace />;
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    attempt.mutate(password);
  };
  return (
    <Center h="100vh" bg="var(--rw-canvas)">
      <Paper withBorder p="xl" w={380} bg="var(--rw-panel)" component="form" onSubmit={submit}>
        <Stack gap="md">
          <Group gap="xs">
            <img src="/icon.svg" alt="" width={24} height={24} />
            <Title order={1}>Rewindow</Title>
          </Group>
          <PasswordInput
            label="Password"
            description="Printed by the monitor when it was started for the first time."
            value={password}
            autoFocus
            required
            withAsterisk={false}
            autoComplete="current-password"
            onChange={(event) => {
              setPassword(event.currentTarget.value);
              if (attempt.isError) attempt.reset();
            }}
          />
          {attempt.isError && (
            <Alert color="red" p="xs" role="alert">
              <Text size="sm">{describeLoginFailure(attempt.error)}</Text>
            </Alert>
          )}
          <Button type="submit" size="sm" loading={attempt.isPending} disabled={password === ''}>
            Log in
          </Button>
        </Stack>
      </Paper>
    </Center>
  );
}
