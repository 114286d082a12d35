import { isSecretKey, plainKey } from './secretKey.ts';

export const MASK = '***';

/** One step of a path: a name, a position, or `*` for any of either. */
type Path = readonly string[];

/** What is masked in a body, besides what always is. */
export interface Redaction {
  isSecret(key: string): boolean;
  paths: readonly Path[];
}

/**
 * Entries are bare names, or paths such as `$.user.name`, `$.items[*].note`, `$['a b'][0]`.
 * @returns undefined where a path can't be understood: then nothing may be recorded
 */
export function parseRedaction(entries: readonly string[]): Redaction | undefined {
  const names = new Set<string>();
  const paths: Path[] = [];
  for (const entry of entries) {
    if (!entry.startsWith('$')) {
      names.add(plainKey(entry));
      continue;
    }
    const path = parsePath(entry);
    if (!path) return undefined;
    paths.push(path);
  }
  // Lists have the same keys in each of their entries.
  const known = new Map<string, boolean>();
  const isSecret = (key: string) => {
    const isKnown = known.get(key) ?? (isSecretKey(key) || names.has(plainKey(key)));
    known.set(key, isKnown);
    return isKnown;
  };
  return { isSecret, paths };
}

const STEP = /\.\*|\.([^.[\]'"*]+)|\[(?:\*|(\d+)|'([^']*)'|"([^"]*)")\]/y;

function parsePath(text: string): Path | undefined {
  const steps: string[] = [];
  STEP.lastIndex = 1;
  while (STEP.lastIndex < text.length) {
    const found = STEP.exec(text);
    if (!found) return undefined;
    steps.push(found[1] ?? found[2] ?? found[3] ?? found[4] ?? '*');
  }
  return steps;
}

/** The paths that go on below this key; an empty one among them ends here. */
export function stepInto(paths: readonly Path[], key: string): readonly Path[] {
  return paths.filter(([step]) => step === key || step === '*').map((path) => path.slice(1));
}

export function endsHere(paths: readonly Path[]): boolean {
  return paths.some((path) => path.length === 0);
}
