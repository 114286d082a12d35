import type { WorkerSettings } from '../../src/wire/index.ts';
import type { WorkerScope } from '../scope.ts';
import { decideLink, type LinkDecision } from './decideLink.ts';

/** What the link allows now. Its speed is what the browser says, or else what own uploads have shown. */
export interface Link {
  decide(): LinkDecision;
  /** An upload has taken so long. */
  note(bytes: number, tookMs: number): void;
  /** It is another link now. */
  forget(): void;
  /** As measured; undefined where the browser says it, or nothing was sent yet. */
  kbps(): number | undefined;
}

/** Smaller uploads say more of the distance than of the link. */
const MEASURED_BYTES = 10_000;
/** How much the newest upload counts. */
const WEIGHT = 0.3;

export function createLink(
  { connection }: Pick<WorkerScope, 'connection'>,
  settings: Pick<WorkerSettings, 'link' | 'isBatteryLow'>,
): Link {
  let measured: number | undefined;
  const ask = <T>(name: string, isRight: (value: unknown) => value is T): T | undefined => {
    const value: unknown = connection === undefined ? undefined : Reflect.get(connection, name);
    return isRight(value) ? value : undefined;
  };
  const kbps = (): number | undefined => {
    const downlinkMbps = ask('downlink', isNumber);
    return downlinkMbps === undefined ? measured : undefined;
  };
  return {
    kbps,
    decide: () =>
      decideLink(settings.link, {
        type: ask('type', isText),
        effectiveType: ask('effectiveType', isText),
        kbps: kbps() ?? (ask('downlink', isNumber) ?? Infinity) * 1_000,
        saveData: ask('saveData', isTrue),
        metered: ask('metered', isTrue),
        isBatteryLow: settings.isBatteryLow,
      }),
    note(bytes, tookMs) {
      if (bytes < MEASURED_BYTES || tookMs <= 0) return;
      const shown = (bytes * 8) / tookMs;
      measured = measured === undefined ? shown : measured + WEIGHT * (shown - measured);
    },
    forget() {
      measured = undefined;
    },
  };
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number' && value > 0;
}
function isText(value: unknown): value is string {
  return typeof value === 'string';
}
function isTrue(value: unknown): value is true {
  return value === true;
}
