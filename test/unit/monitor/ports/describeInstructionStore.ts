import type { Acknowledgement, Instruction } from 'rewindow/wire';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { InstructionStore } from '../../../../monitor/src/ports/index.ts';
import type { Opened } from './describeRuleStore.ts';

/** A UUID of version 7 that ends with the number. */
export function uuid(number: number): string {
  return `01890000-0000-7000-8000-${String(number).padStart(12, '0')}`;
}
const [SESSION, OTHER_SESSION] = [uuid(1), uuid(2)];

export function instruction(number: number, parts: Partial<Instruction> = {}): Instruction {
  return {
    id: uuid(100 + number),
    order: { verb: 'buffer.send', lastMs: 1_000 },
    address: { sessionId: SESSION },
    issuedAt: number,
    expiresAt: 1_000,
    ...parts,
  };
}

export function acknowledgement(parts: Partial<Acknowledgement> = {}): Acknowledgement {
  return { sessionId: SESSION, tabId: uuid(10), pageId: uuid(20), at: 50, outcome: 'applied', ...parts };
}

export interface OpenedInstructions extends Opened<InstructionStore> {
  /** The session's summary names this user. */
  nameUser(sessionId: string, user: string): Promise<void>;
}

const DAY_MS = 24 * 3_600_000;

/** What every store of instructions has to do. */
export function describeInstructionStore(name: string, open: (now: () => number) => OpenedInstructions): void {
  describe(`instruction store: ${name}`, () => {
    let opened: OpenedInstructions;
    let store: InstructionStore;
    let now: number;
    beforeEach(() => {
      now = 10;
      opened = open(() => now);
      store = opened.store;
    });
    afterEach(() => opened.close());
    const list = (cursor?: string, at = 10, sessions = [SESSION]) => store.listAfter('shop', sessions, cursor, at);
    const idsOf = ({ instructions }: { instructions: Instruction[] }) => instructions.map(({ id }) => id);

    it('lists what was added, oldest first, each once by the cursor', async () => {
      for (const number of [1, 2]) await store.add('shop', instruction(number));
      const first = await list();
      expect(first.instructions).toEqual([instruction(1), instruction(2)]);
      expect(await list(first.cursor)).toEqual({ instructions: [], cursor: first.cursor });
      await store.add('shop', instruction(3));
      expect(idsOf(await list(first.cursor))).toEqual([uuid(103)]);
    });

    it('gives the cursor of what was added', async () => {
      await store.add('shop', instruction(1));
      const cursor = await store.add('shop', instruction(2));
      await store.add('shop', instruction(3));
      expect(idsOf(await list(cursor))).toEqual([uuid(103)]);
    });

    it('adds the same id once', async () => {
      const cursor = await store.add('shop', instruction(1));
      expect(await store.add('shop', instruction(1))).toBe(cursor);
      expect(idsOf(await list())).toEqual([uuid(101)]);
    });

    it('leaves out what has expired, other sessions and other applications', async () => {
      await store.add('shop', instruction(1, { expiresAt: 10 }));
      await store.add('shop', instruction(2, { address: { sessionId: OTHER_SESSION } }));
      await store.add('blog', instruction(3));
      expect(idsOf(await list())).toEqual([]);
      expect(idsOf(await list(undefined, 9))).toEqual([uuid(101)]);
      expect(idsOf(await list(undefined, 10, [SESSION, OTHER_SESSION]))).toEqual([uuid(102)]);
    });

    it.each(['999999', 'x', '', '-1', '1e9', '9'.repeat(40)])(
      'begins at the start for the foreign cursor %s',
      async (cursor) => {
        await store.add('shop', instruction(1));
        expect(idsOf(await list(cursor))).toEqual([uuid(101)]);
      },
    );

    it('gives back all parts of an instruction', async () => {
      const full = instruction(1, {
        order: { verb: 'assist.message', title: 't', text: 'x', actions: [{ label: 'go', href: '/help' }] },
        address: { sessionId: SESSION, tabId: uuid(10), pageId: uuid(20), state: 'checkout' },
        limits: { maxMs: 5, untilState: 'checkout', windows: { count: 3, everyMs: 60_000, lengthMs: 5_000 } },
        triggerId: 'refused',
        depth: 2,
      });
      await store.add('shop', full);
      expect((await list()).instructions).toEqual([full]);
    });

    it('joins instructions with what became of them', async () => {
      await store.add('shop', instruction(1, { triggerId: 'refused' }));
      await store.add('shop', instruction(2, { issuedAt: 2 }));
      const failed = acknowledgement({ instructionId: uuid(101), outcome: 'failed', code: 'x', message: 'why' });
      await store.acknowledge('shop', [failed, acknowledgement({ instructionId: uuid(102), pageId: uuid(21) })]);
      const rows = await store.listBySession('shop', SESSION);
      expect(rows.map(({ id, origin, triggerId }) => [id, origin, triggerId])).toEqual([
        [uuid(101), 'trigger', 'refused'],
        [uuid(102), 'operator', null],
      ]);
      expect(rows[0]).toMatchObject({ verb: 'buffer.send', issuedAt: 1, expiresAt: 1_000, acknowledgements: [failed] });
      expect(rows[1]?.acknowledgements.map(({ pageId }) => pageId)).toEqual([uuid(21)]);
    });

    it('lists what a page gave itself by its acknowledgements', async () => {
      const own = acknowledgement({ instructionId: uuid(300), verb: 'image', triggerId: 'refused', outcome: 'armed' });
      await store.acknowledge('shop', [own, { ...own, outcome: 'applied', at: 60 }]);
      expect(await store.listBySession('shop', SESSION)).toMatchObject([
        { id: uuid(300), verb: 'image', origin: 'trigger', triggerId: 'refused', issuedAt: 50, instruction: null },
      ]);
      expect((await store.listBySession('shop', SESSION))[0]?.acknowledgements.map(({ outcome }) => outcome)).toEqual([
        'armed',
        'applied',
      ]);
    });

    it('takes the same acknowledgement once', async () => {
      const word = acknowledgement({ instructionId: uuid(101) });
      await store.acknowledge('shop', [word, word]);
      await store.acknowledge('shop', [{ ...word, at: 99 }]);
      expect((await store.listBySession('shop', SESSION))[0]?.acknowledgements).toEqual([word]);
      await store.acknowledge('shop', []);
    });

    it('knows the last word of each page on a rule set', async () => {
      const word = (parts: Partial<Acknowledgement>) => acknowledgement({ rulesHash: 'a', ...parts });
      await store.acknowledge('shop', [
        word({ outcome: 'failed', at: 1, code: 'refused' }),
        word({ outcome: 'applied', at: 2 }),
        word({ pageId: uuid(21), outcome: 'failed', at: 3 }),
        word({ pageId: uuid(22), rulesHash: 'b' }),
      ]);
      await store.acknowledge('blog', [word({ pageId: uuid(23) })]);
      const words = await store.listByRules('shop', 'a');
      expect(words.map(({ pageId, outcome }) => [pageId, outcome])).toEqual([
        [uuid(20), 'applied'],
        [uuid(21), 'failed'],
      ]);
    });

    it('keeps only the newest word of a page on rule sets, in whatever order they come', async () => {
      const word = (rulesHash: string, at: number) => acknowledgement({ rulesHash, at });
      for (const [rulesHash, at] of [
        ['a', 1],
        ['c', 3],
        ['b', 2],
      ] as const)
        await store.acknowledge('shop', [word(rulesHash, at)]);
      await store.acknowledge('shop', [acknowledgement({ instructionId: uuid(101), at: 9 })]);
      expect((await store.listByRules('shop', 'a')).length + (await store.listByRules('shop', 'b')).length).toBe(0);
      expect(await store.listByRules('shop', 'c')).toEqual([word('c', 3)]);
    });

    it('keeps what an application says apart from what another one does that knows its ids', async () => {
      await store.add('shop', instruction(1));
      const word = acknowledgement({ instructionId: uuid(101), outcome: 'failed', code: 'forged' });
      await store.acknowledge('blog', [word, acknowledgement({ rulesHash: 'a', at: 99 })]);
      expect([await store.findApp(SESSION), await store.findApp(OTHER_SESSION)]).toEqual(['shop', undefined]);
      expect(await store.listOpen('shop', SESSION, 10)).toEqual([instruction(1)]);
      expect((await store.listBySession('shop', SESSION)).map((row) => row.acknowledgements)).toEqual([[]]);
      const own = [{ ...word, code: 'own' }, acknowledgement({ rulesHash: 'a', at: 50 })];
      await store.acknowledge('shop', own);
      expect((await store.listBySession('shop', SESSION)).map((row) => row.acknowledgements)).toEqual([[own[0]]]);
      expect(await store.listByRules('shop', 'a')).toEqual([own[1]]);
      expect(await store.listByRules('blog', 'a')).toHaveLength(1);
    });

    it('forgets after 30 days what is of a session that nobody knows', async () => {
      await opened.nameUser(OTHER_SESSION, 'ada');
      const lists = () => Promise.all([SESSION, OTHER_SESSION].map((id) => store.listBySession('shop', id)));
      const lengths = async () => (await lists()).map((rows) => rows.length);
      for (const [number, sessionId] of [SESSION, OTHER_SESSION].entries()) {
        await store.add('shop', instruction(number, { address: { sessionId } }));
        await store.acknowledge('shop', [acknowledgement({ sessionId, instructionId: uuid(200 + number) })]);
      }
      expect(await lengths()).toEqual([2, 2]);
      now += 29 * DAY_MS;
      await store.acknowledge('shop', []);
      expect(await lengths()).toEqual([2, 2]);
      now += 2 * DAY_MS;
      await store.acknowledge('shop', []);
      expect(await lengths()).toEqual([0, 2]);
    });

    it('forgets words on rule sets after 30 days, by its own clock, and none on instructions', async () => {
      await opened.nameUser(SESSION, 'ada');
      const far = { at: 99 * DAY_MS };
      await store.acknowledge('shop', [acknowledgement({ rulesHash: 'a', ...far })]);
      await store.acknowledge('shop', [acknowledgement({ instructionId: uuid(101), ...far })]);
      now += 29 * DAY_MS;
      await store.acknowledge('shop', [acknowledgement({ rulesHash: 'a', pageId: uuid(21), at: 1 })]);
      expect(await store.listByRules('shop', 'a')).toHaveLength(2);
      now += 2 * DAY_MS;
      await store.acknowledge('shop', []);
      expect((await store.listByRules('shop', 'a')).map(({ pageId }) => pageId)).toEqual([uuid(21)]);
      expect((await store.listBySession('shop', SESSION))[0]?.acknowledgements).toHaveLength(1);
    });

    it('knows how deep an instruction was, its own and one that a page gave itself', async () => {
      await store.add('shop', instruction(1, { depth: 1 }));
      await store.acknowledge('shop', [acknowledgement({ instructionId: uuid(300), depth: 3 })]);
      await store.acknowledge('shop', [acknowledgement({ instructionId: uuid(301), at: 60 })]);
      expect((await store.listBySession('shop', SESSION)).map(({ depth }) => depth)).toEqual([1, 3, 0]);
    });

    it('lists what is open: valid, and not acknowledged by any page of the session', async () => {
      for (const number of [1, 2]) await store.add('shop', instruction(number));
      await store.add('shop', instruction(3, { expiresAt: 10 }));
      await store.add('shop', instruction(4, { address: { sessionId: OTHER_SESSION } }));
      await store.add('blog', instruction(5));
      expect(await store.listOpen('shop', SESSION, 10)).toEqual([instruction(1), instruction(2)]);
      await store.acknowledge('shop', [acknowledgement({ instructionId: uuid(101), outcome: 'failed' })]);
      await store.acknowledge('shop', [acknowledgement({ instructionId: uuid(102), sessionId: OTHER_SESSION })]);
      expect(await store.listOpen('shop', SESSION, 10)).toEqual([instruction(2)]);
      for (let number = 10; number < 60; number += 1) await store.add('shop', instruction(number));
      expect(await store.listOpen('shop', SESSION, 10)).toHaveLength(20);
    });

    it('forgets a session, and no other', async () => {
      await store.add('shop', instruction(1));
      await store.add('shop', instruction(2, { address: { sessionId: OTHER_SESSION } }));
      await store.acknowledge('shop', [acknowledgement({ instructionId: uuid(101) })]);
      await store.removeSession(SESSION);
      expect(await store.listBySession('shop', SESSION)).toEqual([]);
      expect(idsOf(await list(undefined, 10, [SESSION, OTHER_SESSION]))).toEqual([uuid(102)]);
    });
  });
}
