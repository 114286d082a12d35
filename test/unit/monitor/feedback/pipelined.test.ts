import { connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import { makeIds } from '../core/segments.ts';
import { feedbackUrl } from './asking.ts';
import { APP, useChannels } from './channels.ts';

const open = useChannels();

function request(kind: 'held' | 'stream'): string {
  const url = feedbackUrl(makeIds(), { waitMs: 25_000 });
  const path = kind === 'held' ? url : url.replace('/v1/feedback?', '/v1/feedback/stream?');
  return `GET ${path} HTTP/1.1\r\nHost: monitor\r\n\r\n`;
}

describe('questions that are sent one after the other without waiting for answers', () => {
  it.each(['held', 'stream'] as const)('leave nothing behind when their connection goes (%s)', async (kind) => {
    let passedMs = 0;
    const { address, feedback, untilHeld } = await open({ now: () => Date.now() + passedMs });
    const socket = connect(Number(new URL(address).port), 'localhost');
    socket.write(Array.from({ length: 5 }, () => request(kind)).join(''));
    await untilHeld(5);
    socket.destroy();
    await untilHeld(0);
    // A page that has just gone counts as connected for a while.
    passedMs = 120_000;
    expect(feedback.presence.list(APP).map(({ isConnected }) => isConnected)).toEqual(Array(5).fill(false));
  });
});
