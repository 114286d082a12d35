/**
 * What the monitor signs of a rule set, and the agent checks: hash and text are made by the same code on both sides.
 */

/** JSON with the names of each object in order and without what is undefined, so that equal values have equal texts. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_name, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part) ? sorted(part) : part,
  );
}

function sorted(value: object): object {
  return Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)));
}

/** Everything about a published rule set that an agent relies on; `hash` stands for its content. */
export interface Signed {
  revision: number;
  hash: string;
  publishedAt: number;
  dormant: boolean;
}

export function signedText(app: string, { revision, hash, publishedAt, dormant }: Signed): string {
  return ['rewindow rules 1', app, revision, hash, publishedAt, dormant].map(String).join('\n');
}
