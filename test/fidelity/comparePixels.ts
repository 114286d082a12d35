import pixelmatch from 'pixelmatch';
import { PNG } from 'pngjs';

/** Two pictures of the same size, pixel by pixel. */
export interface Likeness {
  /** Percentage of all pixels. */
  equal: number;
  /** Percentage of the pixels that have not, in both pictures, the most frequent colour: an empty page is like any other. */
  content: number;
  /** The pictures' difference, as PNG. */
  difference: Buffer;
}

/** In pixels of the picture. */
export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** How much colours may differ, of 1: what no eye sees. Smoothed edges count like all else. */
const OPTIONS = { threshold: 0.1, includeAA: true, diffMask: true };

/** @throws {RangeError} where the sizes differ */
export function comparePixels(
  one: Buffer,
  other: Buffer,
  part: (x: number, y: number) => boolean = () => true,
): Likeness {
  const [left, right] = [PNG.sync.read(one), PNG.sync.read(other)];
  const { width, height } = left;
  if (width !== right.width || height !== right.height)
    throw new RangeError(`${String(width)} × ${String(height)} and ${String(right.width)} × ${String(right.height)}`);
  const difference = new PNG({ width, height });
  pixelmatch(left.data, right.data, difference.data, width, height, OPTIONS);
  const [wasGround, isGround] = [groundOf(left), groundOf(right)];
  const counts = { all: 0, allEqual: 0, content: 0, contentEqual: 0 };
  for (let index = 0; index < width * height; index += 1) {
    if (!part(index % width, Math.floor(index / width))) continue;
    // With a mask, only pixels that differ are drawn.
    const isEqual = difference.data[index * 4 + 3] === 0;
    const isContent = colourAt(left, index) !== wasGround || colourAt(right, index) !== isGround;
    counts.all += 1;
    counts.allEqual += Number(isEqual);
    counts.content += Number(isContent);
    counts.contentEqual += Number(isContent && isEqual);
  }
  return {
    equal: percentOf(counts.allEqual, counts.all),
    content: percentOf(counts.contentEqual, counts.content),
    difference: PNG.sync.write(difference),
  };
}

export function isWithin(boxes: readonly Box[], x: number, y: number): boolean {
  return boxes.some((box) => x >= box.x && y >= box.y && x < box.x + box.width && y < box.y + box.height);
}

function colourAt({ data }: PNG, index: number): number {
  return data.readUInt32BE(index * 4);
}

function groundOf(picture: PNG): number {
  const counts = new Map<number, number>();
  for (let index = 0; index < picture.width * picture.height; index += 1) {
    const colour = colourAt(picture, index);
    counts.set(colour, (counts.get(colour) ?? 0) + 1);
  }
  const [most] = [...counts].sort((left, right) => right[1] - left[1]);
  return most?.[0] ?? 0;
}

function percentOf(part: number, whole: number): number {
  return whole === 0 ? 100 : (part / whole) * 100;
}
