import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type * as v from 'valibot';
import type { InstructionBody, SessionRow } from '../../src/api/contract.ts';
import { describeFailure } from '../api/apiFailure.ts';
import { api } from '../api/client.ts';

/** One session, or all sessions of its user. */
export type OrderScope = 'session' | 'user';
export interface Given {
  scope: OrderScope;
  body: v.InferInput<typeof InstructionBody>;
}

export function useGiveOrder({ sessionId, app, user }: SessionRow, onGiven: () => void) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async ({ scope, body }: Given): Promise<unknown> =>
      scope === 'user' && user !== null ? api.instructUser(app, user, body) : api.instruct(sessionId, body),
    onSuccess: async (_reply, { scope }) => {
      onGiven();
      if (scope === 'user') {
        notifications.show({
          color: 'green',
          title: 'Given to all sessions',
          message: `of ${user ?? ''}, and to those that begin while it is valid.`,
        });
      }
      await client.invalidateQueries({ queryKey: ['session', sessionId] });
    },
    onError: (error) => {
      notifications.show({ color: 'red', title: 'The instruction was not given', message: describeFailure(error) });
    },
  });
}
