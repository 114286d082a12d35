import type { PageStorage } from '../browser/storage.ts';
import type { PageIds } from '../wire/record.ts';
import { readDisabled } from '../session/disabled.ts';
import type { LooseReply } from '../feedback/reply.ts';
import type { AdoptionScope } from './adoption.ts';
import { startContact, type Contact } from './contact.ts';
import { obeyDisable, startDisabledVisit } from './disabledVisit.ts';
import type { HostCall } from './face.ts';
import { CAPTURING, KEPT } from './goingOn.ts';
import { createGranted } from './granted.ts';
import { createInbox } from './inbox.ts';
import { createWords, feedbackUrl, type Question, type Words } from './monitorAddress.ts';
import { openAdoption, openVerify, type OpenAdoption } from './openAdoption.ts';
import { createRuleMemory, watchSilence, type RuleMemory } from './ruleMemory.ts';
import type { Status } from './status.ts';
import type { Visit, VisitScope } from './visitScope.ts';

/** Between a change of what the agent does and telling the monitor of it: much changes while a page starts. */
const RETELL_MS = 2_000;

/** One session on one page: the feedback channel, and the agent's code as soon as a rule needs it. */
export function startVisit(scope: VisitScope): Visit {
  const { clock, natives, storage } = scope;
  const ids: PageIds = { sessionId: scope.session.id, tabId: scope.tabId, pageId: scope.createId() };
  const disabled = readDisabled(storage, clock.now());
  if (disabled) return startDisabledVisit(scope, ids, disabled);
  const words = createWords(scope);
  const memory = createRuleMemory({ storage, sessionId: ids.sessionId, now: clock.now });
  const verify = openVerify(scope);
  const mail = createMail(scope, ids, verify);
  const poke = () => {
    contact.poke();
  };
  const retelling = createRetelling(scope, { describe: () => standingOf(scope, adoption), poke });
  const adoption = openAdoption(scope, ids, {
    ...{ words, memory, verify, recheckRules: poke, isCalled: mail.isWaiting },
    onPhase() {
      scope.showPhase();
      retelling.request();
    },
    onStarted(agent) {
      agent.correctClock();
      agent.audiences(mail.granted.ids());
      agent.tryOut(mail.trial());
      toldBefore(scope).forEach(scope.guard(agent.take));
      if (mail.inbox.open(agent)) poke();
      void agent.otherSessionIds.then((known) => {
        if (mail.alsoFor(known)) poke();
      });
    },
  });
  const contact = openContact(scope, {
    url(waitMs) {
      const standing = standingOf(scope, adoption);
      retelling.told(standing);
      const known = { ...mail.known(), rules: adoption.offered()?.hash };
      return feedbackUrl(scope, ids, { waitMs, ...standing, ...known });
    },
    ...createHearing(scope, { memory, words, mail, adoption, ids }),
  });
  const silence = watchSilence(natives, memory, adoption, scope.note);
  const stop = () => {
    for (const part of [retelling, silence, contact, adoption, verify]) part?.stop();
  };
  return {
    sessionId: ids.sessionId,
    agent: adoption.begun,
    phase: adoption.phase,
    status: async () => ({ ids, feedback: contact.status(), ...(await describe(adoption)) }),
    end: async () => adoption.agent()?.end(),
    discard() {
      adoption.agent()?.discard();
      stop();
    },
    stop,
  };
}

/** What an answer does, and none. */
function createHearing(
  scope: VisitScope,
  parts: { memory: RuleMemory; words: Words; mail: Mail; adoption: OpenAdoption; ids: PageIds },
) {
  const { clock, guard, note } = scope;
  const { memory, words, mail, adoption } = parts;
  return {
    onReply: guard((reply: LooseReply, sentAt: number | undefined) => {
      if (sentAt !== undefined) clock.correct(reply.serverAt, sentAt, clock.now());
      memory.heard();
      words.tell();
      const instructions = reply.instructions.filter(mail.isOurs);
      if (!adoption.agent() && obeyDisable(scope, parts, instructions)) return;
      if (reply.rules) adoption.adopt(reply.rules);
      else adoption.rest();
      if (sentAt !== undefined) adoption.agent()?.correctClock();
      mail.take({ ...reply, instructions }, adoption);
      adoption.rouse();
    }),
    onSilence(message: string) {
      note(`the monitor did not answer: ${message}`);
      adoption.rest();
    },
  };
}

function openContact(
  scope: VisitScope,
  more: Pick<Parameters<typeof startContact>[0], 'url' | 'onReply' | 'onSilence'>,
): Contact {
  const { natives, window, random, clock, mode } = scope;
  return startContact({ ...{ natives, window, document: window.document, random, now: clock.now, mode }, ...more });
}

/** What comes for the page besides rule sets, and what of it the monitor need not send again. */
function createMail({ tabStorage, note, clock }: VisitScope, ids: PageIds, verify: AdoptionScope['verify']) {
  const { sessionId } = ids;
  const granted = createGranted(tabStorage, sessionId);
  const inbox = createInbox(tabStorage, sessionId);
  let trial: LooseReply['trial'];
  /** What of it may be tried. */
  let tried: LooseReply['trial'];
  let also: string[] = [];
  /** The monitor is there: without it nothing goes on. */
  let isHeard = false;
  return {
    granted,
    inbox,
    trial: () => tried,
    isOurs(instruction: unknown): boolean {
      const { address } = Object(instruction) as { address?: unknown };
      const { sessionId: session, tabId = ids.tabId, pageId = ids.pageId } = Object(address) as Partial<PageIds>;
      return tabId === ids.tabId && pageId === ids.pageId && [sessionId, ...also].includes(session ?? '');
    },
    /** Instructions of the monitor want the agent, or those of the page before: some wait there, or still capture. */
    isWaiting: () => inbox.isWaiting() || (isHeard && hasLeft(tabStorage, clock.now())),
    known: () => ({ after: inbox.cursor(), audiences: granted.ids(), trial: trial?.hash, also }),
    /** True where there are sessions to ask for that the question under way does not name. */
    alsoFor(sessionIds: string[]): boolean {
      also = sessionIds;
      // The cursor may have passed what was for them.
      if (also.length > 0) inbox.reset();
      return also.length > 0;
    },
    take(reply: LooseReply, adoption: OpenAdoption) {
      const agent = adoption.begun();
      if (reply.trial !== undefined) {
        const next = (trial = reply.trial);
        tried = null;
        const tryOut = () => {
          if (trial !== next) return;
          tried = next;
          adoption.agent()?.tryOut(next);
        };
        if (next && verify) verify(next).then(tryOut, (error: unknown) => note(`trial: ${String(error)}`));
        else tryOut();
      }
      if (reply.audiences) {
        granted.save(reply.audiences);
        agent?.audiences(reply.audiences);
      }
      inbox.take(reply, agent);
      isHeard = true;
    },
  };
}

function hasLeft(storage: PageStorage, now: number): boolean {
  return !!storage.get(KEPT) || Number(storage.get(CAPTURING)) > now;
}

type Mail = ReturnType<typeof createMail>;
type Told = Pick<Question, 'phase' | 'reason'>;

function standingOf({ standing, clock }: VisitScope, adoption: OpenAdoption): Told {
  if (standing.isPaused()) return { phase: 'paused', reason: 'paused' };
  if (standing.asleepUntil() > clock.now()) return { phase: 'paused', reason: 'asleep' };
  return { phase: adoption.phase(), reason: adoption.reason() };
}

/** Asks anew when the agent does something else than the monitor was told. */
function createRetelling({ natives }: VisitScope, { describe, poke }: { describe(): Told; poke(): void }) {
  let told: string | undefined;
  let timer: number | undefined;
  const textOf = ({ phase, reason }: Told) => String([phase, reason]);
  const stop = () => {
    natives.clearTimeout(timer);
  };
  return {
    told(standing: Told) {
      told = textOf(standing);
    },
    request() {
      stop();
      timer = natives.setTimeout(() => {
        if (told !== undefined && told !== textOf(describe())) poke();
      }, RETELL_MS);
    },
    stop,
  };
}

/** What the host has said that holds is a fact of each session's own time. */
function toldBefore({ standing, session, early }: VisitScope): HostCall[] {
  const holding = standing.calls().map((call) => ({ ...call, at: Math.max(call.at, session.startedAt) }));
  return [...holding, ...early.splice(0)];
}

async function describe(adoption: OpenAdoption): Promise<Pick<Status, 'rules' | 'recording'>> {
  const rules = adoption.rules();
  const recording = await adoption.agent()?.status();
  return {
    ...(rules ? { rules: { revision: rules.revision, hash: rules.hash } } : {}),
    ...(recording ? { recording } : {}),
  };
}
