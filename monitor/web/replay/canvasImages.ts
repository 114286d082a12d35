import * as v from 'valibot';
import type { ReplayEvent } from '../model/pageStream.ts';

/** rrweb's number of custom events. */
const CUSTOM = 5;

/** What is put into the recorded page must be an image and nothing else. */
const CanvasEvent = v.object({
  type: v.literal(CUSTOM),
  data: v.object({
    tag: v.literal('canvas'),
    payload: v.object({
      id: v.pipe(v.number(), v.integer()),
      type: v.picklist(['image/webp', 'image/png', 'image/jpeg']),
      image: v.pipe(v.string(), v.regex(/^[A-Za-z0-9+/]+=*$/)),
    }),
  }),
});

/** An image of a canvas, from its time until the next one. */
export interface CanvasImage {
  at: number;
  /** Data URL. */
  url: string;
}

/** The images of each canvas in order of time, by the number of its node. */
export type CanvasImages = ReadonlyMap<number, readonly CanvasImage[]>;

export function collectCanvasImages(events: readonly ReplayEvent[]): CanvasImages {
  const images = new Map<number, CanvasImage[]>();
  for (const event of events) {
    if (event.type !== CUSTOM) continue;
    const parsed = v.safeParse(CanvasEvent, event);
    if (!parsed.success) continue;
    const { id, type, image } = parsed.output.data.payload;
    const entry = { at: event.timestamp, url: `data:${type};base64,${image}` };
    const known = images.get(id);
    if (known) known.push(entry);
    else images.set(id, [entry]);
  }
  return images;
}

/** The last image at or before a time. */
export function imageAt(images: readonly CanvasImage[], at: number): CanvasImage | undefined {
  return images.findLast((image) => image.at <= at);
}
