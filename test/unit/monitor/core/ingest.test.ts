import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { openStores } from '../../../../monitor/src/boot/stores.ts';
import { createIngest } from '../../../../monitor/src/ingest/ingest.ts';
import { createInProcessLog } from '../../../../monitor/src/log/inProcessLog.ts';
import { APP, useMonitors } from './monitors.ts';
import { makeIds, makeLines } from './segments.ts';

const monitors = useMonitors();

describe('ingest', () => {
  it('leaves nothing of a session that is erased while it is indexed', async () => {
    const stores = await openStores({ dataDir: path.join(await monitors.makeFolder(), 'stores') });
    const ids = makeIds();
    const told: string[] = [];
    const log = createInProcessLog({ report: () => undefined });
    const index = {
      ...stores.index,
      async putSegment(segment: Parameters<typeof stores.index.putSegment>[0]) {
        await stores.archive.removeSession(APP, ids.sessionId);
        await stores.index.removeSession(ids.sessionId);
        return stores.index.putSegment(segment);
      },
    };
    const onSegment = () => Promise.resolve(void told.push('segment'));
    const ingest = createIngest({ archive: stores.archive, index, log, onSegment });
    await ingest.storeSegment(APP, makeLines(ids, 0, 9));
    await log.settled();
    expect([await stores.index.getSession(ids.sessionId), told]).toEqual([undefined, []]);
    await stores.close();
  });

  it('tells of each segment after it is indexed, and again where that failed', async () => {
    const stores = await openStores({ dataDir: path.join(await monitors.makeFolder(), 'stores') });
    const ids = makeIds();
    const told: (number | undefined)[] = [];
    const log = createInProcessLog({ report: () => undefined, retryAfterMs: [1] });
    const onSegment = async () => {
      told.push((await stores.index.getSession(ids.sessionId))?.archivedRecordCount);
      if (told.length === 1) throw new Error('busy');
    };
    const ingest = createIngest({ archive: stores.archive, index: stores.index, log, onSegment });
    await ingest.storeSegment(APP, makeLines(ids, 0, 9));
    await ingest.storeSegment(APP, makeLines(ids, 10, 19));
    await log.settled();
    expect(told).toEqual([10, 10, 20]);
    await stores.close();
  });

  it('tells once of a segment that comes several times before it is indexed', async () => {
    const stores = await openStores({ dataDir: path.join(await monitors.makeFolder(), 'stores') });
    const bytes = makeLines(makeIds(), 0, 9);
    const told: number[] = [];
    const log = createInProcessLog({ report: () => undefined });
    const onSegment = ({ header }: { header: { first: number } }) => Promise.resolve(void told.push(header.first));
    let arrived = (): void => undefined;
    const allHere = new Promise<void>((resolve) => (arrived = resolve));
    const index = {
      ...stores.index,
      putSegment: (segment: Parameters<typeof stores.index.putSegment>[0]) =>
        allHere.then(() => stores.index.putSegment(segment)),
    };
    const ingest = createIngest({ archive: stores.archive, index, log, onSegment });
    const outcomes = await Promise.all([1, 2, 3, 4].map(() => ingest.storeSegment(APP, bytes)));
    arrived();
    // Which of them is the first, is the disk's choice.
    expect(outcomes.sort()).toEqual(['duplicate', 'duplicate', 'duplicate', 'stored']);
    await log.settled();
    expect(told).toEqual([0]);
    await stores.close();
  });
});
