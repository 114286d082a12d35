import { Center, Loader, Stack, Text, Title, Anchor } from '@mantine/core';
import { Link, Navigate, useParams } from 'react-router';
import { useApps, useRules } from '../api/queries.ts';
import { Failure } from '../shell/Failure.tsx';
import { usePageTitle } from '../shell/usePageTitle.ts';
import { RulesView } from './RulesView.tsx';

/** The rule set of one application, by the key in the address; the first one where there is none. */
export function RulesPage() {
  usePageTitle('Rules');
  const { app } = useParams();
  const apps = useApps();
  const rules = useRules(app ?? '', app !== undefined);
  const [first] = apps.data ?? [];
  if (app === undefined && first) return <Navigate to={`/rules/${first.key}`} replace />;
  const error = apps.error ?? rules.error;
  if (error && !rules.data) {
    return (
      <Stack p="md">
        <Failure error={error} title="The rules can't be shown" />
      </Stack>
    );
  }
  if (apps.data?.length === 0) {
    return (
      <Stack p="xl" gap={4}>
        <Title order={1}>Rules</Title>
        <Text>
          Rule sets belong to applications, and there is none yet.{' '}
          <Anchor component={Link} to="/apps">
            Add one
          </Anchor>
        </Text>
      </Stack>
    );
  }
  if (app !== undefined && apps.data && rules.data) {
    return <RulesView key={app} app={app} apps={apps.data} rules={rules.data} />;
  }
  return (
    <Center h={200}>
      <Loader size="sm" />
    </Center>
  );
}
