import { expect, it } from 'vitest';
import { APP, logIn, ORIGIN, sendSegment, useMonitors } from './monitors.ts';
import { makeIds, makeLines } from './segments.ts';

const monitors = useMonitors();

function withdraw(
  { app }: Awaited<ReturnType<typeof monitors.start>>,
  sessionId: string,
  key = APP,
  state = 'withdrawn',
) {
  const payload = JSON.stringify({ sessionId, state });
  // As the page sends it while it goes: plain text, so that no preflight is needed.
  const headers = { origin: ORIGIN, 'content-type': 'text/plain;charset=UTF-8' };
  return app.inject({ method: 'POST', url: `/v1/consent?app=${key}`, payload, headers });
}

it('erases the session, and takes nothing of it any more', async () => {
  const monitor = await monitors.start();
  const ids = makeIds();
  await sendSegment(monitor, makeLines(ids, 0, 3));
  await monitor.settled();
  const operator = await logIn(monitor);
  expect((await operator.get(`/v1/sessions/${ids.sessionId}`)).statusCode).toBe(200);
  const answer = await withdraw(monitor, ids.sessionId);
  expect([answer.statusCode, answer.headers['access-control-allow-origin']]).toEqual([200, ORIGIN]);
  expect((await operator.get(`/v1/sessions/${ids.sessionId}`)).statusCode).toBe(404);
  expect((await sendSegment(monitor, makeLines(ids, 4, 6))).statusCode).toBe(410);
  // Repeating does no harm.
  expect((await withdraw(monitor, ids.sessionId)).statusCode).toBe(200);
});

it('holds for a session that nothing has come of yet', async () => {
  const monitor = await monitors.start();
  const ids = makeIds();
  expect((await withdraw(monitor, ids.sessionId)).statusCode).toBe(200);
  expect((await sendSegment(monitor, makeLines(ids, 0, 3))).statusCode).toBe(410);
});

it('is no way to erase the session of another application, or to say anything else', async () => {
  const monitor = await monitors.start();
  await monitor.ensureApp({ key: 'other', name: 'Other', allowedOrigins: [ORIGIN] });
  const ids = makeIds();
  await sendSegment(monitor, makeLines(ids, 0, 3));
  await monitor.settled();
  expect((await withdraw(monitor, ids.sessionId, 'other')).statusCode).toBe(404);
  expect((await withdraw(monitor, ids.sessionId, APP, 'granted')).statusCode).toBe(400);
  expect((await withdraw(monitor, 'no id')).statusCode).toBe(400);
  expect((await sendSegment(monitor, makeLines(ids, 4, 6))).statusCode).toBe(201);
});
