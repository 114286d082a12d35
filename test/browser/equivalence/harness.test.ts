import { describe, expect, it } from 'vitest';
import { SCROLL } from '../recorder/sourcesPage.ts';
import { KNOWN_LIMITS } from './knownLimits.ts';
import { ownEngine } from './ownEngine.ts';
import type { PlayedEvent } from './rebuild.ts';
import { SCROLLED_BACK } from './regressions.ts';
import { rrwebEngine } from './rrwebEngine.ts';
import { runProgram } from './run.ts';
import { tryPrograms } from './tryPrograms.ts';

interface Mutation {
  source: number;
  texts: { value: string | null }[];
  attributes: { attributes: Record<string, unknown> }[];
  adds: { nextId: number | null; node: { type: number; textContent?: string } }[];
  removes: object[];
}
const isMutation = (data: unknown): data is Mutation => typeof data === 'object' && data !== null && 'adds' in data;

/** Spoils the n-th mutation that has what it needs. */
function spoil(spoils: (data: Mutation) => boolean, dropsEvent = false) {
  return (events: PlayedEvent[]) => events.filter(({ data }) => !isMutation(data) || !spoils(data) || !dropsEvent);
}

const SABOTAGES: Record<string, (events: PlayedEvent[]) => PlayedEvent[]> = {
  'an event is lost': spoil(({ adds }) => adds.length > 0, true),
  'nodes come in another order': spoil(({ adds }) => {
    for (const addition of adds) addition.nextId = null;
    return adds.length > 1;
  }),
  'a removal is lost': spoil((data) => (data.removes = []).length > 0),
  'an attribute is lost': spoil((data) => (data.attributes = []).length > 0),
  'a text is another one': spoil(({ adds }) => {
    for (const { node } of adds) if (node.type === 3) node.textContent = `${node.textContent ?? ''}.`;
    return true;
  }),
};

const isScroll = (data: unknown) =>
  typeof data === 'object' && data !== null && 'source' in data && data.source === SCROLL;

describe('the comparison of page and replay', () => {
  it('finds nothing in what rrweb records, but for its known limits', async () => {
    const trial = { engine: rrwebEngine, seed: 1, count: 60, lengthMax: 20 };
    expect((await tryPrograms(trial)) ?? 'the same').toBe('the same');
  }, 120_000);

  it.each(Object.entries(SABOTAGES))(
    'finds out when %s',
    async (_what, sabotage) => {
      const trial = { engine: rrwebEngine, seed: 1, count: 60, lengthMax: 20, sabotage };
      expect(await tryPrograms(trial)).toMatch(/seed 1, program/);
    },
    120_000,
  );

  it('finds out when it is lost that the browser itself has scrolled', async () => {
    let scrollCount = 0;
    const sabotage = (events: PlayedEvent[]) =>
      events.filter(({ data }) => !isScroll(data) || (scrollCount += 1) === 1);
    const deps = { engine: ownEngine, window, root: window.parent.document.body, run: 1, sabotage };
    expect(await runProgram(SCROLLED_BACK, deps)).toMatch(/replay.*scrolled=0,20/);
    expect(scrollCount).toBe(2);
  });

  it.each(Object.entries(KNOWN_LIMITS))('finds what rrweb does not do: %s', async (_what, program) => {
    const deps = { engine: rrwebEngine, window, root: window.parent.document.body, run: 1 };
    expect(await runProgram(program, deps)).toBeDefined();
  });
});
