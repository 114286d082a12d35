import { Alert } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { ApiFailure, describeFailure } from '../api/apiFailure.ts';

/** An error where its content would have been, with its code, so that it can be looked up. */
export function Failure({ error, title }: { error: unknown; title: string }) {
  const code = error instanceof ApiFailure ? ` (${error.code})` : '';
  return (
    <Alert color="red" icon={<IconAlertTriangle size={16} />} title={title} role="alert">
      {describeFailure(error)}
      {code}
    </Alert>
  );
}
