import type { Natives } from '../browser/natives.ts';
import { startChannel, type Channel, type ChannelScope } from '../feedback/channel.ts';
import { askMonitor } from '../feedback/question.ts';
import type { Stoppable } from '../tools/stop.ts';
import type { Status } from './status.ts';

export interface ContactScope extends Omit<ChannelScope, keyof Natives | 'failure' | 'mode'> {
  natives: Natives;
  /** `once`: nothing is asked after the question at load. */
  mode: ChannelScope['mode'] | 'once';
  /** The question at load had no answer. */
  onSilence(message: string): void;
}

/** The way to the monitor, as long as the page is open. */
export interface Contact extends Stoppable {
  /** Ask at once. */
  poke(): void;
  status(): NonNullable<Status['feedback']>;
}

/** Who waits longer for an answer at load has forgotten the page: the connection brings it later. */
const CHECK_IN_MS = 3_000;

/** Asks once at load; then a connection is kept. */
export function startContact(scope: ContactScope): Contact {
  const { natives, mode } = scope;
  const controller = new AbortController();
  let channel: Channel | undefined;
  let isStopped = false;
  let lastError: string | undefined;
  let isPoked = false;

  const checkIn = async () => {
    const sentAt = scope.now();
    const how = { controller, limitMs: CHECK_IN_MS, cache: 'no-store' } as const;
    const reply = await askMonitor(natives, scope.url(0), how);
    if (isStopped) return;
    const failure = 'isRefusal' in reply ? reply : undefined;
    if ('isRefusal' in reply) {
      lastError = reply.message;
      scope.onSilence(reply.message);
    } else scope.onReply(reply, sentAt);
    // Stopped by the answer, perhaps.
    if (isOver() || mode === 'once') return;
    channel = startChannel({ ...scope, ...natives, mode, failure });
    if (isPoked) channel.poke();
  };
  const isOver = () => isStopped;
  void checkIn();
  return {
    poke() {
      isPoked = true;
      channel?.poke();
    },
    status() {
      const before = { mode: 'checkIn', failureCount: Number(lastError !== undefined) } as const;
      return channel?.status() ?? { ...before, ...(lastError !== undefined && { lastError }) };
    },
    stop() {
      isStopped = true;
      controller.abort();
      channel?.stop();
    },
  };
}
