import { keepPreviousData, MutationCache, QueryCache, QueryClient, useQuery } from '@tanstack/react-query';
import type { SessionsQuery } from '../../src/api/contract.ts';
import { hasCode } from './apiFailure.ts';
import { api } from './client.ts';

/** How often lists are asked for again while they are looked at. */
const REFRESH_MS = 3_000;

/** Cache of the monitor's answers. Where one says that the login is over, the login page comes up. */
export function createQueryClient(): QueryClient {
  const noticeLogout = (error: unknown): void => {
    if (hasCode(error, 'login_required')) client.setQueryData(['me'], false);
  };
  const client = new QueryClient({
    queryCache: new QueryCache({ onError: noticeLogout }),
    mutationCache: new MutationCache({ onError: noticeLogout }),
    defaultOptions: { queries: { retry: retryUnreachable, refetchOnWindowFocus: true, staleTime: 1_000 } },
  });
  return client;
}

/** A refusal stays one; only silence is worth another try. */
function retryUnreachable(failureCount: number, error: Error): boolean {
  return hasCode(error, 'unreachable') && failureCount < 2;
}

/** True with a valid login, false without, undefined until the monitor has said. */
export function useLogin() {
  return useQuery({
    queryKey: ['me'],
    queryFn: async ({ signal }) => {
      try {
        await api.me(signal);
        return true;
      } catch (error) {
        if (hasCode(error, 'login_required')) return false;
        throw error;
      }
    },
    staleTime: 60_000,
    // Another tab may have logged in or out.
    refetchOnWindowFocus: 'always',
  });
}

export function useApps() {
  return useQuery({ queryKey: ['apps'], queryFn: ({ signal }) => api.apps(signal), select: (reply) => reply.apps });
}

export function useSessions(query: SessionsQuery) {
  return useQuery({
    queryKey: ['sessions', query],
    queryFn: ({ signal }) => api.sessions(query, signal),
    placeholderData: keepPreviousData,
    refetchInterval: REFRESH_MS,
  });
}

/** A session that is live changes all the time; one that is not may still get records that its device held. */
export function useSession(sessionId: string) {
  return useQuery({
    queryKey: ['session', sessionId],
    queryFn: ({ signal }) => api.session(sessionId, signal),
    refetchInterval: ({ state }) => {
      if (hasCode(state.error, 'not_found')) return false;
      return state.data?.session.isLive === true ? 2_000 : 5_000;
    },
  });
}

export function useRules(app: string, enabled: boolean) {
  return useQuery({
    queryKey: ['rules', app],
    queryFn: ({ signal }) => api.rules(app, signal),
    refetchInterval: ({ state }) => (hasCode(state.error, 'not_found') ? false : 10_000),
    enabled,
  });
}

export function useAdoption(app: string) {
  return useQuery({
    queryKey: ['adoption', app],
    queryFn: ({ signal }) => api.adoption(app, signal),
    refetchInterval: REFRESH_MS,
  });
}

/** The JSON schema of rule sets, for completion; without it the editor completes conditions only. */
export function useRuleSchema() {
  return useQuery({
    queryKey: ['ruleSchema'],
    queryFn: ({ signal }) => api.ruleSchema(signal),
    staleTime: Infinity,
  });
}

/** A back-test while it runs, and what came of it. */
export function useBacktest(app: string, id: string | undefined) {
  return useQuery({
    queryKey: ['backtest', app, id],
    queryFn: ({ signal }) => api.backtest(app, id ?? '', signal),
    refetchInterval: ({ state }) => (state.data?.state === 'running' || state.data === undefined ? 700 : false),
    enabled: id !== undefined,
  });
}

export function useTrial(app: string) {
  return useQuery({
    queryKey: ['trial', app],
    queryFn: ({ signal }) => api.trial(app, signal),
    refetchInterval: ({ state }) => (state.data?.trial ? 2_000 : 10_000),
  });
}

export function useWhy(sessionId: string) {
  return useQuery({
    queryKey: ['why', sessionId],
    queryFn: ({ signal }) => api.why(sessionId, signal),
    refetchInterval: 5_000,
  });
}

export function useLists(app: string) {
  return useQuery({
    queryKey: ['lists', app],
    queryFn: ({ signal }) => api.lists(app, signal),
    select: (reply) => reply.lists,
  });
}
