import { ErrorReply } from 'rewindow/wire';
import * as v from 'valibot';
import { LoginReply, PublishReply, RuleProblem } from '../api/contract.ts';
import type { PublishCommand } from './options.ts';
import { readRuleFile, sayProblem } from './ruleFiles.ts';
import type { RewindowDeps } from './runRewindow.ts';

/** A monitor that has not answered after so long, does not. */
const TIMEOUT_MS = 30_000;
/** Answers that say that the rule set is at fault, not the command. */
const REFUSALS = ['rule_set_invalid', 'rule_set_stale', 'stage_running', 'stage_share_lowered'];

type Reply<T> = { value: T } | { code: string; message: string; problems: RuleProblem[] };

/** Publishes a rule set that compiles here, too. */
export async function publishFile(command: PublishCommand, deps: RewindowDeps): Promise<boolean> {
  const { file, app, share, note, base, json } = command;
  const { text, problems } = await readRuleFile(file, deps);
  for (const problem of problems) deps.printError(sayProblem(file, problem));
  if (problems.length > 0) return false;
  const monitor = createMonitorClient(command.monitor, deps);
  const token = 'token' in command.credentials ? command.credentials.token : await logIn(monitor, command.credentials);
  try {
    const body = {
      text,
      ...(base !== undefined && { baseRevision: base }),
      ...(share !== undefined && { share }),
      note,
    };
    const reply = await monitor.post(`v1/apps/${app}/rules`, body, PublishReply, token);
    if ('value' in reply) {
      deps.print(json ? JSON.stringify(reply.value, null, 2) : sayPublished(command, reply.value));
      return true;
    }
    for (const problem of reply.problems) deps.printError(sayProblem(file, problem));
    if (!REFUSALS.includes(reply.code)) throw new Error(`${reply.message} (${reply.code})`);
    if (reply.problems.length === 0) deps.printError(`${file}: ${reply.message} (${reply.code})`);
    return false;
  } finally {
    if ('password' in command.credentials)
      await monitor.post('v1/logout', {}, v.unknown(), token).catch(() => undefined);
  }
}

function sayPublished(
  { app, share }: PublishCommand,
  { revision, unchanged }: v.InferOutput<typeof PublishReply>,
): string {
  if (unchanged) return `${app}: unchanged, revision ${String(revision)} means the same`;
  const whom =
    share === undefined || share === 1 ? '' : ` for ${String(Math.round(share * 10_000) / 100)} % of the sessions`;
  return `${app}: published as revision ${String(revision)}${whom}`;
}

type Client = ReturnType<typeof createMonitorClient>;

async function logIn(monitor: Client, { password }: { password: string }): Promise<string> {
  const reply = await monitor.post('v1/login', { password }, LoginReply);
  if ('value' in reply) return reply.value.token;
  throw new Error(`${reply.message} (${reply.code})`);
}

function createMonitorClient(base: URL, { fetch }: Pick<RewindowDeps, 'fetch'>) {
  return {
    /** @throws {Error} where the monitor does not answer, or is none */
    async post<S extends v.GenericSchema>(
      path: string,
      body: object,
      schema: S,
      token?: string,
    ): Promise<Reply<v.InferOutput<S>>> {
      const headers = { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) };
      const request = { method: 'POST', headers, body: JSON.stringify(body), signal: AbortSignal.timeout(TIMEOUT_MS) };
      const reply = await fetch(new URL(path, base), request).catch((error: unknown) => {
        throw new Error(`${base.href} does not answer: ${reasonOf(error)}`, { cause: error });
      });
      const text = await reply.text();
      const value = reply.status === 204 ? undefined : parseJson(text);
      const parsed = v.safeParse(schema, value);
      if (reply.ok && parsed.success) return { value: parsed.output };
      const refusal = v.safeParse(ErrorReply, value);
      if (!refusal.success) throw new Error(`${base.href} answered ${String(reply.status)}, but not as a monitor does`);
      const { code, message, detail } = refusal.output.error;
      const problems = v.safeParse(v.array(RuleProblem), detail);
      return { code, message, problems: problems.success ? problems.output : [] };
    },
  };
}

function parseJson(text: string): unknown {
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson()), text);
  return parsed.success ? parsed.output : undefined;
}

/** `fetch failed` says nothing; what has made it fail does. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message || String(error.cause) : error.message;
}
