import type { Instruction } from 'rewindow/wire';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { InstructionStore } from '../../../../monitor/src/ports/index.ts';
import { acknowledgement, instruction, uuid, type OpenedInstructions } from './describeInstructionStore.ts';

const [SESSION, OTHER_SESSION] = [uuid(1), uuid(2)];

/** What every store of instructions has to do with those for a user. */
export function describeUserInstructions(name: string, open: (now: () => number) => OpenedInstructions): void {
  describe(`instructions for a user: ${name}`, () => {
    let opened: OpenedInstructions;
    let store: InstructionStore;
    beforeEach(() => {
      opened = open(() => 10);
      store = opened.store;
    });
    afterEach(() => opened.close());
    const list = (cursor?: string, at = 10, sessions = [SESSION]) => store.listAfter('shop', sessions, cursor, at);
    const idsOf = ({ instructions }: { instructions: Instruction[] }) => instructions.map(({ id }) => id);

    const forUser = (number: number, state?: string) => {
      const { address: _, ...rest } = instruction(number);
      return { ...rest, address: state === undefined ? {} : { state } };
    };
    const own = (number: number, sessionId: string, state?: string) =>
      instruction(number, { id: expect.any(String), address: { sessionId, ...(state && { state }) } });

    it('is given to each of his sessions, once, and to nobody else', async () => {
      await opened.nameUser(SESSION, 'ada');
      await opened.nameUser(OTHER_SESSION, 'ada');
      await opened.nameUser(uuid(3), 'bob');
      expect((await store.addForUser('shop', 'ada', forUser(1, 'cart'))).sort()).toEqual([SESSION, OTHER_SESSION]);
      const ids = new Set([uuid(101)]);
      for (const session of [SESSION, OTHER_SESSION]) {
        const first = await list(undefined, 10, [session]);
        expect(first.instructions).toEqual([own(1, session, 'cart')]);
        expect(await list(undefined, 10, [session])).toEqual(first);
        expect(idsOf(await list(first.cursor, 10, [session]))).toEqual([]);
        ids.add(idsOf(first)[0] ?? '');
      }
      // A device with both sessions carries out both.
      expect(ids.size).toBe(3);
      expect(idsOf(await list(undefined, 10, [uuid(3)]))).toEqual([]);
      expect(idsOf(await list(undefined, 10, ['']))).toEqual([]);
      expect((await list(undefined, 10, [SESSION, OTHER_SESSION])).instructions).toHaveLength(2);
    });

    it('is given to a session that names him later, whatever it was told meanwhile', async () => {
      await store.addForUser('shop', 'ada', forUser(1));
      await store.add('shop', instruction(2));
      const before = await list();
      expect(idsOf(before)).toEqual([uuid(102)]);
      await opened.nameUser(SESSION, 'ada');
      expect((await list(before.cursor)).instructions).toEqual([own(1, SESSION)]);
    });

    it('travels with answers to uploads until the session has acknowledged it', async () => {
      await opened.nameUser(SESSION, 'ada');
      await opened.nameUser(OTHER_SESSION, 'ada');
      await store.addForUser('shop', 'ada', forUser(1));
      const [open] = await store.listOpen('shop', SESSION, 10);
      expect(open).toEqual(own(1, SESSION));
      await store.acknowledge('shop', [acknowledgement({ instructionId: open?.id })]);
      expect(await store.listOpen('shop', SESSION, 10)).toEqual([]);
      expect(await store.listOpen('shop', OTHER_SESSION, 10)).toEqual([own(1, OTHER_SESSION)]);
      expect(
        (await store.listBySession('shop', SESSION)).map(({ acknowledgements }) => acknowledgements.length),
      ).toEqual([1]);
    });

    it('expires, and is not of another application', async () => {
      await opened.nameUser(SESSION, 'ada');
      await store.addForUser('shop', 'ada', forUser(1));
      await store.addForUser('blog', 'ada', forUser(2));
      expect(idsOf(await list(undefined, 1_000))).toEqual([]);
      expect((await list()).instructions).toEqual([own(1, SESSION)]);
    });

    it('goes with the session that is removed, and comes to no other instead', async () => {
      await opened.nameUser(SESSION, 'ada');
      await opened.nameUser(OTHER_SESSION, 'ada');
      await store.addForUser('shop', 'ada', forUser(1));
      for (const session of [SESSION, OTHER_SESSION]) await list(undefined, 10, [session]);
      await store.removeSession(SESSION);
      expect(await store.listBySession('shop', SESSION)).toEqual([]);
      expect(await store.listBySession('shop', OTHER_SESSION)).toHaveLength(1);
    });
  });
}
