import type { ServerResponse } from 'node:http';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { isGone, look, openEar, type Answer, type AnswerDeps } from './answer.ts';
import type { Question } from './question.ts';
import type { WakeCause } from './waiters.ts';

/** An empty line so often: proxies see a connection that lives, and the agent one that it need not give up. */
const HEARTBEAT_MS = 15_000;
/** A stream is ended between 8 and 12 minutes, so that load moves to a monitor that has just started. */
const LENGTH_MS = 8 * 60_000;
const JITTER_MS = 4 * 60_000;
/** So much unread: nobody is there any more. */
const UNREAD_BYTES_MAX = 8_000_000;

export interface StreamDeps extends AnswerDeps {
  random(): number;
}

/** Answers with a line of JSON at once, and with another each time that there is something to say, until the page goes. */
export async function streamAnswers(
  deps: StreamDeps,
  question: Question,
  { request, reply, closed }: { request: FastifyRequest; reply: FastifyReply; closed: AbortSignal },
): Promise<void> {
  const ear = openEar(deps, question, closed);
  const endsAt = deps.now() + LENGTH_MS + JITTER_MS * deps.random();
  let asked = question;
  let cause: WakeCause = 'session';
  try {
    // Before the head is sent, a failure is answered as anywhere else.
    let answer: Answer | undefined = await look(deps, asked, { request, cause });
    const { raw } = reply.hijack();
    sendHead(reply);
    while (!isGone(closed) && cause !== 'stopped' && raw.writableLength < UNREAD_BYTES_MAX) {
      raw.write(answer ? `${answer.text}\n` : '\n');
      if (answer) asked = answer.next;
      cause = await ear.next(HEARTBEAT_MS);
      if (cause === 'timeout' && deps.now() >= endsAt) break;
      answer = undefined;
      if (cause === 'app' || cause === 'session') answer = await lookAgain(deps, asked, { request, cause });
    }
    finish(raw);
  } catch (error) {
    if (!reply.sent) throw error;
    // The page asks again, and comes to the end of the same list.
    request.log.error({ err: error }, 'a feedback stream was ended by an error');
    reply.raw.destroy();
  } finally {
    ear.close();
  }
}

/** Undefined where there is nothing to say. */
async function lookAgain(
  deps: AnswerDeps,
  asked: Question,
  how: { request: FastifyRequest; cause: WakeCause },
): Promise<Answer | undefined> {
  const answer = await look(deps, asked, how);
  return answer.isNews || answer.next.after !== asked.after ? answer : undefined;
}

function sendHead(reply: FastifyReply): void {
  reply.raw.writeHead(200, {
    ...Object.fromEntries(Object.entries(reply.getHeaders()).filter(([, value]) => value !== undefined)),
    'content-type': 'application/x-ndjson; charset=utf-8',
    'cache-control': 'no-store',
    // nginx, and those that took it over, pass on at once what they read.
    'x-accel-buffering': 'no',
  });
}

function finish(raw: ServerResponse): void {
  if (raw.writableLength < UNREAD_BYTES_MAX) raw.end();
  else raw.destroy();
}
