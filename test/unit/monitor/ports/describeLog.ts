import { describe, expect, it } from 'vitest';
import type { Log, LogEntry } from '../../../../monitor/src/ports/index.ts';

/** What every log has to do. `report` must be called with entries that failed for good. */
export function describeLog(
  name: string,
  { create }: { create: (report: (error: unknown, entry: LogEntry) => void) => Promise<Log> },
): void {
  const makeEntry = (sessionId: string, first: number): LogEntry => ({
    type: 'segment',
    key: { app: 'shop', sessionId, pageId: 'page', first, last: first },
  });
  const ignore = () => undefined;

  describe(`log: ${name}`, () => {
    it('hands over in order within a session, whatever each entry takes', async () => {
      const log = await create(ignore);
      const seen: string[] = [];
      const running = new Set<string>();
      log.consume(async ({ key }) => {
        expect(running.has(key.sessionId)).toBe(false);
        running.add(key.sessionId);
        for (let turn = 0; turn < (key.first * 7) % 5; turn += 1) await new Promise(setImmediate);
        seen.push(`${key.sessionId}${String(key.first)}`);
        running.delete(key.sessionId);
      });
      const sessions = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
      for (let first = 0; first < 20; first += 1) {
        for (const session of sessions) await log.append(makeEntry(session, first));
      }
      await log.settled();
      expect(seen).toHaveLength(140);
      for (const session of sessions) {
        const own = seen.filter((entry) => entry.startsWith(session));
        expect(own).toEqual(Array.from({ length: 20 }, (_, first) => `${session}${String(first)}`));
      }
      await log.close();
    });

    it('keeps what comes before there is a consumer', async () => {
      const log = await create(ignore);
      await log.append(makeEntry('a', 0));
      const seen: number[] = [];
      log.consume(({ key }) => {
        seen.push(key.first);
        return Promise.resolve();
      });
      await log.settled();
      expect(seen).toEqual([0]);
      await log.close();
    });

    it('tries again after a failure, before anything later of the session', async () => {
      const log = await create(ignore);
      const seen: number[] = [];
      log.consume(({ key }) => {
        seen.push(key.first);
        return seen.length < 3 ? Promise.reject(new Error('busy')) : Promise.resolve();
      });
      await log.append(makeEntry('a', 0));
      await log.append(makeEntry('a', 1));
      await log.settled();
      expect(seen).toEqual([0, 0, 0, 1]);
      await log.close();
    });

    it('reports what fails for good, and goes on', async () => {
      const reported: number[] = [];
      const log = await create((_, { key }) => reported.push(key.first));
      const done: number[] = [];
      log.consume(({ key }) => {
        if (key.first === 0) return Promise.reject(new Error('broken'));
        done.push(key.first);
        return Promise.resolve();
      });
      await log.append(makeEntry('a', 0));
      await log.append(makeEntry('a', 1));
      await log.append(makeEntry('b', 2));
      await log.settled();
      expect([reported, done.sort()]).toEqual([[0], [1, 2]]);
      await log.close();
    });

    it('is settled when there is nothing to do', async () => {
      const log = await create(ignore);
      log.consume(() => Promise.resolve());
      await log.settled();
      await log.close();
      await expect(log.append(makeEntry('a', 0))).rejects.toThrow();
    });
  });
}
