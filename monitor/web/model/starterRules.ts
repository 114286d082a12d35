/** A rule set to begin with: buffers three minutes, and has them sent when something breaks. */
const STARTER = {
  version: 1,
  name: 'Starter',
  states: [
    {
      id: 'checkout',
      enter: 'record.kind == "navigation" && record.path.startsWith("/checkout")',
      exit: 'record.kind == "navigation" && !record.path.startsWith("/checkout")',
    },
  ],
  capture: [
    { kinds: ['dom', 'input', 'pointer', 'scroll', 'navigation', 'network', 'console', 'error', 'custom', 'mark'] },
  ],
  screen: [
    {
      id: 'checkoutImage',
      state: 'checkout',
      when: 'record.kind == "input" && record.type == "submit"',
      target: 'viewport',
      minIntervalMs: 5_000,
      maxCount: 5,
    },
  ],
  buffer: { minutes: 3, maxBytes: 20_000_000, checkpointEveryMs: 60_000 },
  triggers: [
    {
      id: 'scriptError',
      type: 'match',
      when: 'record.kind == "error" && record.type == "error"',
      limits: { perSession: 3, coolDownMs: 60_000 },
      instructions: [{ order: { verb: 'buffer.send', lastMs: 180_000 } }],
    },
    {
      id: 'failingRequests',
      type: 'count',
      when: 'record.kind == "network" && record.status >= 500',
      times: 3,
      withinMs: 60_000,
      instructions: [{ order: { verb: 'buffer.send', lastMs: 180_000, liveMs: 30_000 } }],
    },
  ],
};

/** Lists of words stand on one line, so that all of it can be taken in. */
const WORD_LIST = /\[\s+("[^"]*"(?:,\s+"[^"]*")*)\s+\]/g;

export function starterRules(): string {
  const text = JSON.stringify(STARTER, undefined, 2);
  return `${text.replace(WORD_LIST, (_list, words: string) => `[${words.replace(/\s+/g, ' ')}]`)}\n`;
}
