import { whenIdle } from '../../browser/idle.ts';
import type { Stoppable } from '../../tools/stop.ts';
import type { RecordData } from '../../wire/record.ts';
import { attempt } from '../observe.ts';
import type { CaptureScope, Emit } from '../tracker.ts';
import { readXhr } from './answerBody.ts';
import type { BodyRules } from './bodyRule.ts';
import { describeBody, type Body, type RawBody } from './describeBody.ts';
import { parseHeaders, pickHeaders } from './headers.ts';
import { createReadings, type Readings } from './readings.ts';
import { sizeByTiming } from './timing.ts';

/** How long a record may wait for the page to have nothing better to do. */
const IDLE_MS_MAX = 1_000;

/** What was known of an exchange when it began. */
export interface Begun {
  url: URL;
  /** By the clock of the browser's own timing. */
  startedMs: number;
  bodies: BodyRules;
  raw: RawBody | undefined;
  xhr: XMLHttpRequest | undefined;
  /** Names of headers that are recorded. */
  headers: readonly string[];
}

interface Job {
  begun: Begun;
  at: number;
  data: RecordData<'network'>;
  /** The answer's body, as far as it has been read. */
  raw?: RawBody | undefined;
  waiting?: Stoppable | undefined;
}

export interface Completion extends Stoppable {
  end(begun: Begun, at: number, data: RecordData<'network'>, answer: Response | undefined): void;
  /** Emits at once what still waits, with what is known of it. */
  flush(): void;
}

/** Completes records of exchanges after their end: reads beside the page, redacts when the page is idle, then emits. */
export function createCompletion(emit: Emit, scope: CaptureScope): Completion {
  const jobs = new Set<Job>();
  const readings = createReadings(scope);
  let isStopped = false;

  const complete = (job: Job) => {
    if (!jobs.delete(job)) return;
    job.waiting?.stop();
    const data = attempt(scope, () => describe(scope, job)) ?? job.data;
    emit({ kind: 'network', at: job.at, data });
  };
  const completeIdly = (job: Job) => {
    if (jobs.has(job))
      job.waiting = whenIdle(
        scope.window,
        scope.guard(() => complete(job)),
        IDLE_MS_MAX,
      );
  };
  const flush = () => jobs.forEach((job) => complete(job));
  return {
    end(begun, at, data, answer) {
      const responseHeaders = attempt(scope, () => pickAnswerHeaders(scope, begun, answer));
      const job: Job = { begun, at, data: { ...data, ...(responseHeaders && { responseHeaders }) } };
      jobs.add(job);
      if (isStopped) {
        complete(job);
        return;
      }
      const onRead = (raw: RawBody) => {
        job.raw = raw;
        completeIdly(job);
      };
      const { raw, reading } = attempt(scope, () => read(readings, job, answer, onRead)) ?? {};
      job.raw = raw;
      job.waiting = reading;
      if (reading) return;
      if (!raw && !begun.raw && (data.responseBytes !== undefined || data.status === 0)) complete(job);
      else completeIdly(job);
    },
    flush,
    stop() {
      isStopped = true;
      flush();
    },
  };
}

function read(readings: Readings, { begun, data }: Job, answer: Response | undefined, onRead: (raw: RawBody) => void) {
  const type = data.mediaType ?? '';
  const limits = data.failed ? undefined : begun.bodies.limits('response', type);
  if (!limits) return {};
  if (begun.xhr) return { raw: readXhr(begun.xhr, type, data.responseBytes) };
  return answer ? readings.begin(answer, type, limits, onRead) : {};
}

function describe(scope: CaptureScope, { begun, data, raw }: Job): RecordData<'network'> {
  const requestBody = tell(scope, 'request', begun, begun.raw);
  const responseBody = tell(scope, 'response', begun, raw);
  const size = data.responseBytes === undefined && data.status > 0 ? sizeByTiming(scope.window, begun) : undefined;
  return {
    ...data,
    ...(size !== undefined && { responseBytes: size }),
    ...(requestBody && { requestBody }),
    ...(responseBody && { responseBody }),
  };
}

function tell(scope: CaptureScope, direction: 'request' | 'response', { bodies }: Begun, raw: RawBody | undefined) {
  const limits = raw && bodies.limits(direction, raw.type);
  return limits && attempt<Body>(scope, () => describeBody(raw, limits, (text) => scope.privacy.text(text)));
}

function pickAnswerHeaders(scope: CaptureScope, { xhr, headers }: Begun, answer: Response | undefined) {
  if (headers.length === 0) return undefined;
  const given = xhr ? parseHeaders(xhr.getAllResponseHeaders()) : answer?.headers;
  return pickHeaders(headers, given, scope.privacy.message);
}
