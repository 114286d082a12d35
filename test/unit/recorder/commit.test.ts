import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createCommit } from '../../../src/capture/recorder/tree/commit.ts';
import { createKnownNodes } from '../../../src/capture/recorder/tree/known.ts';
import { createFakePage, outline, type FakeNode } from './fakePage.ts';
import { createFakeReplay } from './fakeReplay.ts';

const number = fc.nat({ max: 40 });
const operation = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ does: fc.constant('insert' as const), kind: number, where: number, index: number }),
  },
  {
    weight: 4,
    arbitrary: fc.record({ does: fc.constant('move' as const), what: number, where: number, index: number }),
  },
  { weight: 2, arbitrary: fc.record({ does: fc.constant('remove' as const), what: number }) },
  { weight: 2, arbitrary: fc.record({ does: fc.constant('change' as const), what: number, value: number }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('block' as const), what: number, on: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('shuffle' as const), what: number, by: number }) },
  { weight: 4, arbitrary: fc.record({ does: fc.constant('work' as const), looks: fc.nat({ max: 6 }) }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('begin' as const) }) },
);
type Operation = typeof operation extends fc.Arbitrary<infer T> ? T : never;

/** A page and its recording, which is played as it comes. */
function createStage() {
  const fake = createFakePage();
  const nodes = createKnownNodes<FakeNode>();
  const commit = createCommit({ ...fake, nodes });
  const replay = createFakeReplay();
  const all: FakeNode[] = [fake.root];
  const pick = (number: number) => all[number % all.length] ?? fake.root;
  const isBelow = (node: FakeNode, other: FakeNode) => {
    for (let next: FakeNode | null = node; next; next = next.parent) if (next === other) return true;
    return false;
  };
  const canTake = (parent: FakeNode, { kind }: FakeNode) =>
    parent.kind !== 'text' &&
    !(kind === 'document' && (parent.kind !== 'element' || parent.children.length > 0)) &&
    !(kind === 'shadow' && (parent.kind !== 'element' || parent.children.some((child) => child.kind !== 'element'))) &&
    !parent.children.some((child) => child.kind === 'document');
  const insert = (node: FakeNode, where: number, index: number) => {
    const parent = pick(where);
    const isFixed = node.kind === 'shadow' && node.parent !== null;
    if (node === fake.root || isFixed || isBelow(parent, node) || !canTake(parent, node)) return;
    fake.insert(node, parent, index % (parent.children.length + 1));
  };
  const kinds = ['element', 'element', 'element', 'element', 'text', 'text', 'shadow', 'document'] as const;
  const run = (one: Operation) => {
    if (one.does === 'insert') {
      const node = fake.make(kinds[one.kind % kinds.length] ?? 'element');
      all.push(node);
      insert(node, one.where, one.index);
    } else if (one.does === 'move') insert(pick(one.what), one.where, one.index);
    else if (one.does === 'remove') {
      if (pick(one.what).kind !== 'shadow') fake.remove(pick(one.what));
    } else if (one.does === 'change') {
      if (['element', 'text'].includes(pick(one.what).kind)) fake.change(pick(one.what), String(one.value));
    } else if (one.does === 'block') {
      if (pick(one.what).kind === 'element') fake.block(pick(one.what), one.on);
    } else if (one.does === 'shuffle') {
      const { children } = pick(one.what);
      for (const child of [...children].filter((_child, index) => index % 3 === one.by % 3)) {
        if (child.kind !== 'shadow') fake.insert(child, pick(one.what), one.by % (children.length + 1));
      }
    } else if (one.does === 'work') {
      let left = one.looks;
      replay.play(commit.work(() => left-- <= 0));
    } else {
      replay.restart();
      commit.begin(fake.root);
    }
  };
  return { ...fake, all, commit, replay, nodes, run };
}

/** What stands in a frame that shows nothing can't be told from nothing. */
const EMPTY = /(?<=\()(?:shadow|document)\(\),?/g;
const clean = (text: string) => text.replace(EMPTY, '');

describe('a recording brought up to the page in slices', () => {
  it('shows the page whenever nothing is left to tell, whatever was done between the slices', () => {
    fc.assert(
      fc.property(fc.array(operation, { minLength: 1, maxLength: 120 }), (program) => {
        const { run, commit, replay, root, dirty } = createStage();
        run({ does: 'begin' });
        for (const one of program) {
          run(one);
          if (commit.isDone()) expect(clean(replay.outline())).toBe(clean(outline(root)));
        }
        for (let turns = 0; !commit.isDone(); turns += 1) {
          if (turns > 10_000) throw new Error('it comes to no end');
          run({ does: 'work', looks: 0 });
        }
        expect(clean(replay.outline())).toBe(clean(outline(root)));
        expect(dirty.count()).toBe(0);
      }),
      { numRuns: 2_000 },
    );
  });

  it('tells nothing of what came and went in between, and repeated changes once', () => {
    const { run, commit, replay, root, make, insert, remove, change } = createStage();
    run({ does: 'begin' });
    const stays = make('element');
    insert(stays, root, 0);
    replay.play(commit.work(() => false));
    const passes = make('element');
    insert(passes, stays, 0);
    remove(passes);
    for (const value of ['1', '2', '3']) change(stays, value);
    const told = commit.work(() => false);
    expect(told).toEqual([
      { changes: { removes: [], adds: [], texts: [], attributes: [{ id: 2, attributes: { value: '3', place: 0 } }] } },
    ]);
  });

  it('of children that change places moves as few as it takes', () => {
    const { run, commit, root, make, insert } = createStage();
    run({ does: 'begin' });
    const children = Array.from({ length: 10 }, () => make('element'));
    children.forEach((child, index) => insert(child, root, index));
    commit.work(() => false);
    const [first] = children;
    if (first) insert(first, root, 9);
    const [told] = commit.work(() => false);
    expect(told && 'changes' in told && told.changes.removes).toEqual([{ parentId: 1, id: 2 }]);
    expect(told && 'changes' in told && told.changes.adds).toMatchObject([
      { parentId: 1, nextId: null, node: { id: 2 } },
    ]);
  });

  it('holds nothing of what is gone', () => {
    const { run, commit, root, make, insert, remove, nodes } = createStage();
    run({ does: 'begin' });
    const [outer, inner] = [make('element'), make('text')];
    insert(outer, root, 0);
    insert(inner, outer, 0);
    commit.work(() => false);
    remove(outer);
    commit.work(() => false);
    for (const node of [outer, inner]) {
      expect(nodes.get(node)).toMatchObject({ part: 0, parent: undefined, first: undefined, next: undefined });
    }
    expect(nodes.get(root)).toMatchObject({ first: undefined, last: undefined });
  });
});
