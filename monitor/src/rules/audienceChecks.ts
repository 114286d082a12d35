import { isIP } from 'node:net';
import type { AudienceSource } from 'rewindow/wire';
import type { JsonPath } from './jsonText.ts';
import type { Declared, ValueProblem } from './semantics.ts';

/** What is wrong with audiences: states that there aren't, addresses that are none, periods that never are. */
export function checkAudiences(targeting: readonly AudienceSource[], declared: Declared): ValueProblem[] {
  return targeting.flatMap((audience, index) => {
    const path = ['targeting', index];
    return [
      ...(audience.earlierStates ?? []).flatMap((id, place) => declared.state([...path, 'earlierStates', place], id)),
      ...(audience.addresses ?? []).flatMap((entry, place) => checkAddress(entry, [...path, 'addresses', place])),
      ...checkPeriod(audience.period, [...path, 'period']),
    ];
  });
}

function checkAddress(entry: string, path: JsonPath): ValueProblem[] {
  return isAddress(entry)
    ? []
    : [{ path, message: `"${entry}" is neither an address nor a range, such as 203.0.113.7 or 10.0.0.0/8` }];
}

function isAddress(entry: string): boolean {
  const [address = '', bits, ...more] = entry.split('/');
  const version = isIP(address);
  const bitsMax = version === 4 ? 32 : 128;
  const isRange = bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= bitsMax);
  // A zone (`fe80::1%eth0`) means something on one machine only.
  return version !== 0 && isRange && more.length === 0 && !address.includes('%');
}

function checkPeriod(period: AudienceSource['period'], path: JsonPath): ValueProblem[] {
  const { fromAt, toAt, fromTime, toTime } = period ?? {};
  if (fromAt !== undefined && toAt !== undefined && toAt <= fromAt) {
    return [{ path: [...path, 'toAt'], message: '"toAt" is not after "fromAt"' }];
  }
  const isEmpty = fromTime !== undefined && fromTime === toTime;
  return isEmpty ? [{ path: [...path, 'toTime'], message: '"toTime" is the same as "fromTime"' }] : [];
}
