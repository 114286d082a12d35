/** What is known of each canvas: its last image, whose turn it is, what has been said of it. Holds no canvas. */
export interface Ledger {
  /** After another checkpoint every image is news. */
  follow(checkpointCount: number): void;
  /** The canvases whose turn it is: those that have waited longest. */
  next(canvases: HTMLCanvasElement[], count: number): HTMLCanvasElement[];
  /** An image is on its way; no second one is taken meanwhile. @returns what belongs to it */
  begin(canvas: HTMLCanvasElement): number;
  end(canvas: HTMLCanvasElement): void;
  /** Something was drawn once, and the canvas can be cleared without being forgotten by WebGL: blank is what it shows. */
  isWiped(canvas: HTMLCanvasElement): boolean;
  isNews(canvas: HTMLCanvasElement, image: string, generation: number): boolean;
  settle(canvas: HTMLCanvasElement, said: { image: string; isBlank: boolean; generation: number }): void;
  /** This has not been said of this canvas before. */
  isFirst(canvas: HTMLCanvasElement, code: string): boolean;
}

interface Entry {
  turn: number;
  isBusy: boolean;
  hash: number | undefined;
  generation: number;
  wasDrawn: boolean;
  said: Set<string>;
}

export function createLedger(): Ledger {
  const entries = new WeakMap<HTMLCanvasElement, Entry>();
  let generation = 0;
  let turn = 0;
  const entryOf = (canvas: HTMLCanvasElement): Entry => {
    const known = entries.get(canvas);
    if (known) return known;
    const entry = { turn: 0, isBusy: false, hash: undefined, generation: -1, wasDrawn: false, said: new Set<string>() };
    entries.set(canvas, entry);
    return entry;
  };
  return {
    follow(checkpointCount) {
      generation = checkpointCount;
    },
    next(canvases, count) {
      const free = canvases.filter((canvas) => !entryOf(canvas).isBusy);
      return free.sort((a, b) => entryOf(a).turn - entryOf(b).turn).slice(0, count);
    },
    begin(canvas) {
      turn += 1;
      Object.assign(entryOf(canvas), { turn, isBusy: true });
      return generation;
    },
    end(canvas) {
      entryOf(canvas).isBusy = false;
    },
    isWiped: (canvas) => entryOf(canvas).wasDrawn && isPlain(canvas),
    isNews(canvas, image, of) {
      const entry = entryOf(canvas);
      return entry.generation !== of || entry.hash !== hashOf(image);
    },
    settle(canvas, { image, isBlank, generation: of }) {
      const entry = entryOf(canvas);
      entry.hash = hashOf(image);
      entry.generation = of;
      entry.wasDrawn ||= !isBlank;
    },
    isFirst(canvas, code) {
      const { said } = entryOf(canvas);
      if (said.has(code)) return false;
      said.add(code);
      return true;
    },
  };
}

/** Only what was drawn by a context has pixels, so that asking for it creates none. Of another kind it is null, elsewhere it throws. */
function isPlain(canvas: HTMLCanvasElement): boolean {
  try {
    return canvas.getContext('2d') !== null;
  } catch {
    return false;
  }
}

/** FNV-1a (http://www.isthe.com/chongo/tech/comp/fnv/): enough to see that an image has changed. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return hash;
}
