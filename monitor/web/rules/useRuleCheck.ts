import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { Placement, RuleProblem } from '../../src/api/contract.ts';
import { api } from '../api/client.ts';

/** What the monitor says of the text. */
export interface RuleCheck {
  state: 'checking' | 'valid' | 'invalid' | 'unknown';
  problems: readonly RuleProblem[];
  /** Nothing in it makes an agent wake up. */
  isDormant: boolean;
  /** Where each trigger runs; of the last text that was valid. */
  placement: readonly Placement[];
  error: unknown;
}

const REST_MS = 500;
const NONE: readonly RuleProblem[] = [];
const NOWHERE: readonly Placement[] = [];

export function useRuleCheck(app: string, text: string): RuleCheck {
  const [settled] = useDebouncedValue(text, REST_MS);
  const query = useQuery({
    queryKey: ['check', app, settled],
    queryFn: () => api.checkRules(app, settled),
    placeholderData: keepPreviousData,
    staleTime: Infinity,
    gcTime: 60_000,
  });
  const isSettled = settled === text && !query.isPlaceholderData;
  return useMemo(() => {
    const problems = query.data?.problems ?? NONE;
    const verdict = query.data?.valid === true ? 'valid' : 'invalid';
    const state = query.isError ? 'unknown' : isSettled && query.data ? verdict : 'checking';
    return {
      state,
      problems,
      isDormant: query.data?.dormant ?? false,
      placement: query.data?.placement ?? NOWHERE,
      error: query.error,
    };
  }, [query.data, query.isError, query.error, isSettled]);
}
