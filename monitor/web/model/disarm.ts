import { RRWEB, type ReplayEvent } from './pageStream.ts';

/**
 * Takes out of a recorded document what no content policy governs: links that make a browser connect ahead of time, and
 * meta tags that steer it. The events are not changed, but copied where something is found.
 */
const AHEAD = /\b(?:preconnect|dns-prefetch|prefetch|preload|modulepreload|prerender)\b/i;
const STEERING = /^(?:refresh|x-dns-prefetch-control|origin-trial)$/i;

export function disarmEvent(event: ReplayEvent): ReplayEvent {
  if (event.type !== RRWEB.fullSnapshot && event.type !== RRWEB.incremental) return event;
  if (!isObject(event.data) || (event.type === RRWEB.incremental && event.data['source'] !== 0)) return event;
  const data = structuredClone(event.data);
  return disarm(data) ? { ...event, data } : event;
}

type Loose = Record<string, unknown>;
const isObject = (value: unknown): value is Loose => typeof value === 'object' && value !== null;

/** Walks everything below without recursion, since a recorded document may be as deep as its author likes. */
function disarm(root: Loose): boolean {
  let found = false;
  const pending: Loose[] = [root];
  for (let value = pending.pop(); value; value = pending.pop()) {
    if (isObject(value['attributes']) && disarmAttributes(value['attributes'])) found = true;
    for (const child of Object.values(value)) if (isObject(child)) pending.push(child);
  }
  return found;
}

function disarmAttributes(attributes: Loose): boolean {
  const { rel } = attributes;
  const steering = attributes['http-equiv'];
  const isAhead = typeof rel === 'string' && AHEAD.test(rel);
  const isSteering = typeof steering === 'string' && STEERING.test(steering);
  if (isAhead) attributes['rel'] = 'disarmed';
  if (isSteering) attributes['http-equiv'] = 'disarmed';
  return isAhead || isSteering;
}
