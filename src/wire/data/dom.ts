import * as v from 'valibot';
import { Count, Sha256 } from '../ids.ts';
import { SHEET_COUNT_MAX } from '../sheets.ts';
import { text } from './text.ts';

/**
 * An rrweb event (https://github.com/rrweb-io/rrweb, packages/types), version 2 of its format, untouched. The image of a
 * canvas is a custom event (type 5) with the tag `canvas` and the payload `{ id, type, image }`: node, media type, base64.
 */
export const DomData = v.object({
  event: v.looseObject({ type: v.number(), timestamp: v.number(), data: v.unknown() }),
  /** Present on the event that starts a checkpoint (rrweb's Meta event, followed by its FullSnapshot). */
  checkpoint: v.optional(v.literal(true)),
  /** Hashes of the style sheets that the event names instead of having their texts; see `sheets.ts`. */
  sheets: v.optional(v.pipe(v.array(Sha256), v.maxLength(SHEET_COUNT_MAX))),
  /** Said by the monitor: the texts of so many of them it does not have, and they are empty in the event. */
  sheetsMissing: v.optional(Count),
});

/** A tile's index counts row by row from the top left; `hash` names its pixels; without `image` it is unchanged. */
const Tile = v.object({ index: Count, hash: v.string(), image: v.optional(v.string()) });

export const TileData = v.object({
  /** `viewport`, or the selector of the element that was imaged, or `field:` and a field's name. */
  target: text,
  /** Rule or instruction that asked for it. */
  cause: text,
  /** Box in CSS pixels relative to the layout viewport; of a pinched page `viewport` is the part that is seen. */
  box: v.object({ x: v.number(), y: v.number(), width: v.number(), height: v.number() }),
  /** Image pixels, and the edge of a tile in image pixels; tiles at the right and bottom edge are smaller. */
  width: Count,
  height: Count,
  tileSize: Count,
  /** True where every tile carries its image: replay can start here. */
  full: v.boolean(),
  /** Each `image` is a data URL without its prefix: base64 of `type`. */
  type: v.picklist(['image/webp', 'image/png']),
  tiles: v.array(Tile),
});

/**
 * Files of the page's own origin that its looks need. Their bytes are kept once per content hash, apart from the records,
 * and sent with the segments that name them.
 */
export const AssetData = v.object({
  assets: v.array(
    v.object({
      /** As it stands in the recorded document: absolute, its query scrubbed. */
      url: text,
      /** SHA-256 of the bytes, hexadecimal. */
      hash: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
      /** Media type as the server said. */
      type: text,
      bytes: Count,
    }),
  ),
});
