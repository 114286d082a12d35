/** What the browser tells of its connection; not all browsers do, and not all type libraries know. */
export interface Connection extends EventTarget {
  type?: string;
  effectiveType?: string;
  /** Megabits per second. */
  downlink?: number;
  rtt?: number;
  saveData?: boolean;
  metered?: boolean;
}

export function connectionOf(navigator: Navigator): Connection | undefined {
  return (navigator as { connection?: Connection }).connection;
}

/** The link as conditions name it. What is not known is absent. */
export function readLink(navigator: Navigator): Readonly<Record<string, unknown>> {
  const { type, effectiveType, downlink, saveData, metered } = connectionOf(navigator) ?? {};
  return {
    online: navigator.onLine,
    ...{ type, effectiveType, saver: saveData, metered },
    kbps: downlink && downlink * 1_000,
  };
}
