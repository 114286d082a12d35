/**
 * Source of a script that puts a device's clock wrong, for pages and workers: the agent takes the time from new files, whatever
 * a page has put in the place of `Date`.
 */
export function wrongClock(byMs: number): string {
  return `{
    const { now } = Date;
    Date.now = () => now() + ${String(byMs)};
    const time = Object.getOwnPropertyDescriptor(File.prototype, 'lastModified');
    Object.defineProperty(File.prototype, 'lastModified', { ...time, get() { return time.get.call(this) + ${String(byMs)}; } });
  }`;
}
