import type { CaptureDetails, RuleSet } from '../wire/index.ts';
import { activeCapture, type Whom } from './active.ts';

/** What the capture rules that are active in these states say together. */
export function captureDetails(ruleSet: RuleSet, states: Iterable<string>, whom?: Whom): CaptureDetails {
  return joinDetails(activeCapture(ruleSet, states, whom));
}

/**
 * Lists are joined, the finer of two intervals and the higher of two ceilings win, for frustration the last one that names
 * thresholds.
 */
export function joinDetails(all: CaptureDetails[]): CaptureDetails {
  return all.reduce(join, {});
}

function join(all: CaptureDetails, rule: CaptureDetails): CaptureDetails {
  return {
    ...all,
    ...(rule.fields && { fields: [...(all.fields ?? []), ...rule.fields] }),
    ...(rule.network && { network: joinNetwork(all.network, rule.network) }),
    ...(rule.pointer && { pointer: { moveEveryMs: lower(all.pointer?.moveEveryMs, rule.pointer.moveEveryMs) } }),
    ...(rule.frustration && { frustration: rule.frustration }),
    ...(rule.dom && { dom: { changeEveryMs: lower(all.dom?.changeEveryMs, rule.dom.changeEveryMs) } }),
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
