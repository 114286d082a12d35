/**
 * Web storage that may be missing, full or forbidden: reads give undefined then, writes false, nothing throws. Values are
 * JSON; names start with `rewindow:<app>:` so that two applications of one origin don't meet.
 */
export interface PageStorage {
  get(name: string): unknown;
  /** False where it could not be stored, or is longer than `charsMax` as text. */
  set(name: string, value: unknown, charsMax?: number): boolean;
  remove(name: string): void;
  names(prefix: string): string[];
}

export function createPageStorage(open: () => Storage, app: string): PageStorage {
  const key = (name: string) => `rewindow:${app}:${name}`;
  const attempt = <T>(action: () => T, otherwise: T): T => {
    try {
      return action();
    } catch {
      return otherwise;
    }
  };
  return {
    get: (name) => attempt<unknown>(() => JSON.parse(open().getItem(key(name)) ?? 'null') ?? undefined, undefined),
    set: (name, value, charsMax = Number.POSITIVE_INFINITY) =>
      attempt(() => {
        const text = JSON.stringify(value);
        if (text.length > charsMax) return false;
        open().setItem(key(name), text);
        return true;
      }, false),
    remove: (name) => attempt(() => open().removeItem(key(name)), undefined),
    names: (prefix) =>
      attempt(() => {
        const start = key('');
        const all = Object.keys(open()).filter((full) => full.startsWith(start));
        return all.map((full) => full.slice(start.length)).filter((name) => name.startsWith(prefix));
      }, []),
  };
}
