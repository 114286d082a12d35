import type { SessionRow } from '../../src/api/contract.ts';

/** `away`: running as far as anybody knows, but no page of it is connected. */
export type LiveState = 'live' | 'away' | 'ended' | 'crashed';

export function liveState({ isLive, state }: Pick<SessionRow, 'isLive' | 'state'>): LiveState {
  if (isLive) return 'live';
  return state === 'running' ? 'away' : state;
}
