import { Anchor, Stack, Text, Title } from '@mantine/core';
import { Link } from 'react-router';
import { usePageTitle } from './usePageTitle.ts';

export function NotFound() {
  usePageTitle('Not found');
  return (
    <Stack p="xl" gap="xs">
      <Title order={1}>Nothing here</Title>
      <Text>
        This address belongs to no page.{' '}
        <Anchor component={Link} to="/sessions">
          Go to the sessions
        </Anchor>
      </Text>
    </Stack>
  );
}
