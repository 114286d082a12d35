import type { Natives } from '../browser/natives.ts';
import type { Channel, ChannelScope } from '../feedback/channel.ts';
import { askMonitor } from '../feedback/question.ts';
import type { Stoppable } from '../tools/stop.ts';
import type { Assets } from './assets.ts';
import type { PatientLoad } from './patientLoad.ts';
import type { Status } from './status.ts';

export interface ContactScope extends Omit<ChannelScope, keyof Natives | 'failure'> {
  natives: Natives;
  /** The connection's code; absent: nothing is asked after the question at load. */
  code: PatientLoad<Awaited<ReturnType<Assets['loadFeedback']>>> | undefined;
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

/** Asks once at load; then what keeps a connection is loaded. */
export function startContact(scope: ContactScope): Contact {
  const { natives, code } = scope;
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
    const loaded = await code?.get();
    // Stopped by the answer, perhaps.
    if (isStoppedNow() || !loaded) return;
    channel = loaded.startChannel({ ...scope, ...natives, failure });
    if (isPoked) channel.poke();
  };
  const isStoppedNow = () => isStopped;
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
      code?.stop();
      channel?.stop();
    },
  };
}
