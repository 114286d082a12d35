import type { FastifyReply, FastifyRequest } from 'fastify';
import * as v from 'valibot';
import { FORMS, type FormOutcome } from '../shop/forms.ts';
import { Fields, type Visitor } from '../shop/model.ts';
import type { Visitors } from '../shop/visitors.ts';
import { visitorIdOf } from './visitorCookie.ts';

/** What every route of the demo needs. */
export interface DemoContext {
  /** Key of the application that the shop's records belong to. */
  agentKey: string;
  visitors: Visitors;
  /** Epoch milliseconds. */
  now: () => number;
  newId: () => string;
  wait: (delayMs: number) => Promise<void>;
}

export function readVisitor(context: DemoContext, request: FastifyRequest, reply: FastifyReply): Visitor {
  return context.visitors.read(visitorIdOf(request, reply, context.newId));
}

/** Takes a form for the visitor; undefined where there is no such form. */
export async function takeForm(
  context: DemoContext,
  name: string,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FormOutcome | undefined> {
  const form = FORMS.get(name);
  if (form === undefined) return undefined;
  const fields = v.safeParse(Fields, request.body ?? {});
  if (!fields.success) return { status: 422, alert: 'The form could not be read.', errors: {} };
  const visitorId = visitorIdOf(request, reply, context.newId);
  const newOrderNumber = () => `PK-${context.newId().slice(0, 6).toUpperCase()}`;
  const take = () =>
    form({ visitor: context.visitors.read(visitorId), fields: fields.output, at: context.now(), newOrderNumber });
  const { delayMs = 0 } = take();
  await context.wait(delayMs);
  // Taken again after the wait, because the cart may have changed meanwhile.
  const outcome = take();
  if (outcome.status === 200) context.visitors.write(visitorId, outcome.visitor);
  return outcome;
}
