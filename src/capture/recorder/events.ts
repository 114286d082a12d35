import { EVENT, SOURCE, type DomEvent } from '../domEvent.ts';
import type { Incremental } from './source.ts';
import { nest } from './tree/nest.ts';
import type { Told } from './tree/told.ts';

/** How the page lies in its window: what a checkpoint begins with. */
export interface View {
  href: string;
  width: number;
  height: number;
  left: number;
  top: number;
}

/** Without a time: whoever sends them knows it. */
export type Untimed = Omit<DomEvent, 'timestamp'>;

/** A checkpoint: the nodes that were told with it, those that are missing follow as changes. */
export function toCheckpoint(told: readonly Told[], { href, width, height, left, top }: View): Untimed[] {
  const [first, ...others] = told;
  const node = first && 'changes' in first ? nest(first.changes.adds) : undefined;
  if (!node) return [];
  return [
    { type: EVENT.meta, data: { href, width, height } },
    { type: EVENT.fullSnapshot, data: { node, initialOffset: { left, top } } },
    ...toMutations(others),
  ];
}

export function toMutations(told: readonly Told[]): Untimed[] {
  return told.map((one) =>
    toIncremental(
      'changes' in one
        ? { source: SOURCE.mutation, ...one.changes }
        : {
            source: SOURCE.mutation,
            removes: [],
            texts: [],
            attributes: [],
            adds: [one.document],
            isAttachIframe: true,
          },
    ),
  );
}

export function toIncremental(data: Incremental): Untimed {
  return { type: EVENT.incremental, data };
}
