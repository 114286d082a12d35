import * as v from 'valibot';
import { STEP_LIMIT_MS } from './engine.ts';

/** One session of a WebDriver (https://www.w3.org/TR/webdriver2/), as far as tests need it. */
export interface WebDriverSession {
  /** A command below the session's address; POST where it has a body. Rejects with the driver's error code and message. */
  command(path: string, body?: object): Promise<unknown>;
  end(): Promise<void>;
}

const Reply = v.object({ value: v.unknown() });
const Failure = v.object({ error: v.string(), message: v.string() });
const Started = v.object({ sessionId: v.string() });

export async function startSession(driverUrl: string, capabilities: object): Promise<WebDriverSession> {
  const started = await ask('POST', `${driverUrl}/session`, { capabilities: { alwaysMatch: capabilities } });
  const url = `${driverUrl}/session/${v.parse(Started, started).sessionId}`;
  return {
    command: (path, body) => ask(body === undefined ? 'GET' : 'POST', `${url}/${path}`, body),
    async end() {
      await ask('DELETE', url);
    },
  };
}

async function ask(method: string, url: string, body?: object): Promise<unknown> {
  const answer = await fetch(url, {
    method,
    ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    signal: AbortSignal.timeout(STEP_LIMIT_MS),
  });
  const { value } = v.parse(Reply, await answer.json());
  if (answer.ok) return value;
  const failure = v.safeParse(Failure, value);
  throw new Error(failure.success ? `${failure.output.error}: ${failure.output.message}` : `status ${answer.status}`);
}
