import type { CaptureDetails, RuleSet } from '../wire/index.ts';

type Rule = RuleSet['capture'][number];

/**
 * What the capture rules that are active in these states say together: lists are joined, the finer of two intervals and the
 * higher of two ceilings win, for frustration the last rule that names thresholds.
 */
export function captureDetails(ruleSet: RuleSet, states: Iterable<string>): CaptureDetails {
  const entered = new Set(states);
  const active = ruleSet.capture.filter(({ state }) => state === undefined || entered.has(state));
  return active.reduce<CaptureDetails>(join, {});
}

function join(all: CaptureDetails, rule: Rule): CaptureDetails {
  return {
    ...all,
    ...(rule.fields && { fields: [...(all.fields ?? []), ...rule.fields] }),
    ...(rule.network && { network: joinNetwork(all.network, rule.network) }),
    ...(rule.pointer && { pointer: { moveEveryMs: lower(all.pointer?.moveEveryMs, rule.pointer.moveEveryMs) } }),
    ...(rule.frustration && { frustration: rule.frustration }),
    ...(rule.canvas && {
      canvas: {
        everyMs: lower(all.canvas?.everyMs, rule.canvas.everyMs),
        quality: Math.max(all.canvas?.quality ?? 0, rule.canvas.quality),
      },
    }),
    ...(rule.assets && { assets: { maxBytes: Math.max(all.assets?.maxBytes ?? 0, rule.assets.maxBytes) } }),
  };
}

type Network = NonNullable<CaptureDetails['network']>;

function joinNetwork(all: Network = {}, more: Network): Network {
  return {
    sockets: all.sockets === true || more.sockets === true,
    resources: all.resources === true || more.resources === true,
    correlate: all.correlate === true || more.correlate === true,
    headers: [...(all.headers ?? []), ...(more.headers ?? [])],
    bodies: [...(all.bodies ?? []), ...(more.bodies ?? [])],
  };
}

function lower(one: number | undefined, other: number): number {
  return Math.min(one ?? other, other);
}
