import { EVENT } from '../domEvent.ts';
import type { CaptureScope, Emit } from '../tracker.ts';
import type { Collector } from './collect.ts';
import { toCheckpoint, toIncremental, toMutations, type Untimed } from './events.ts';
import type { Incremental } from './source.ts';
import type { Subject } from './subject.ts';
import type { Commit } from './tree/commit.ts';
import type { Told } from './tree/told.ts';
import { viewOf } from './view.ts';

/** Tells what was collected, a slice at a time. */
export interface Teller {
  /** What was told before is void: the next slice is a checkpoint. */
  begin(): void;
  /** Works until nothing is left or the time is over; true where something is left. */
  work(isOver: () => boolean): boolean;
  checkpointCount(): number;
  /** Nothing of the tree was missing when the last slice ended. */
  isWhole(): boolean;
}

/** @param deps.onRemoved something was told to be gone */
export function createTeller(
  emit: Emit,
  scope: CaptureScope,
  deps: { collector: Collector; commit: Commit<Node>; subject: Subject; onRemoved(): void },
): Teller {
  const { collector, commit, subject } = deps;
  const { sources } = subject;
  const { privacy, window } = scope;
  const sender = createSender(emit, scope);
  let checkpointCount = 0;
  let isFirst = false;
  const begin = () => {
    // They were done to what the checkpoint will replace.
    sender.sendAll(subject.takeActions());
    isFirst = true;
    sender.beginCheckpoint();
    checkpointCount += 1;
    for (const source of sources) source.restart();
    commit.begin(window.document);
  };
  const tellTree = (told: readonly Told[]) => {
    (isFirst ? toCheckpoint(told, viewOf(window, privacy)) : toMutations(told)).forEach((one) => {
      sender.send(one);
    });
    isFirst = false;
    if (told.some((one) => 'changes' in one && one.changes.removes.length > 0)) deps.onRemoved();
  };
  return {
    begin,
    work(isOver) {
      collector.collect();
      // What is clicked is often gone afterwards.
      if (!isFirst) sender.sendAll(subject.takeActions());
      const isVoid = subject.settle();
      if (collector.takeOverflow() || isVoid) begin();
      tellTree(commit.work(isOver));
      // Nothing can be scrolled to or chosen that has not been told yet.
      if (!commit.isWhole()) return true;
      sender.endCheckpoint();
      for (const source of sources) {
        const told = source.take(isOver);
        sender.sendAll(told);
        // Each has its turn, also where the time was over before.
        if (told.length > 0 && isOver()) break;
      }
      return !commit.isDone() || sources.some((source) => !source.isDone());
    },
    checkpointCount: () => checkpointCount,
    isWhole: commit.isWhole,
  };
}

/** Gives what is told its time. */
function createSender(emit: Emit, scope: CaptureScope) {
  /** The time of all that belongs to a checkpoint, whichever slice tells it: a player shows the page as a whole. */
  let checkpointAt: number | undefined;
  /** Nothing is told to have happened before what was told already: a player would do it then. */
  let lastAt = -Infinity;
  const endCheckpoint = () => {
    checkpointAt = undefined;
  };
  const send = ({ type, data }: Untimed, happenedAt?: number) => {
    const now = checkpointAt ?? scope.now();
    // Clocks are set: then `now` may lie before both.
    const at = happenedAt === undefined ? now : Math.min(now, Math.max(lastAt, happenedAt));
    lastAt = at;
    const event = { type, data, timestamp: at };
    emit({ kind: 'dom', at, data: type === EVENT.meta ? { event, checkpoint: true } : { event } });
  };
  return {
    beginCheckpoint() {
      checkpointAt = scope.now();
    },
    endCheckpoint,
    send,
    sendAll(all: readonly Incremental[]) {
      // What comes between its parts has a time of its own, and nothing may come before that any more.
      if (all.length > 0) endCheckpoint();
      for (const { at, ...data } of all) send(toIncremental(data), at);
    },
  };
}
