import { useEffect, useRef } from 'react';
import type { Composition } from '../model/tiles.ts';
import classes from './ScreenStage.module.css';

interface Props {
  composition: Composition;
  width: number;
  height: number;
}

/** Wider or higher than any screen: canvases beyond it fail in some browsers. */
const EDGE_PX_MAX = 16_384;

/** Draws the tiles at their places; what is missing stays see-through, and the hatching behind it shows. */
export function TileCanvas({ composition, width, height }: Props) {
  const ref = useRef<HTMLCanvasElement>(null);
  const { data } = composition.record;
  useEffect(() => {
    const canvas = ref.current;
    let isCurrent = true;
    void drawTiles(composition).then((drawn) => {
      const context = canvas?.getContext('2d');
      if (!isCurrent || !canvas || !context) return;
      canvas.width = drawn.width;
      canvas.height = drawn.height;
      context.drawImage(drawn, 0, 0);
    });
    return () => {
      isCurrent = false;
    };
  }, [composition]);
  return (
    <canvas
      ref={ref}
      className={classes.canvas}
      role="img"
      aria-label={`Image of ${data.target}`}
      style={{ width, height }}
    />
  );
}

/** Off screen and at once, so that no half image is ever seen. A tile that can't be decoded stays missing. */
async function drawTiles({ record, tiles }: Composition): Promise<HTMLCanvasElement> {
  const canvas = document.createElement('canvas');
  canvas.width = Math.min(record.data.width, EDGE_PX_MAX);
  canvas.height = Math.min(record.data.height, EDGE_PX_MAX);
  const context = canvas.getContext('2d');
  const images = await Promise.all(tiles.map((tile) => decode(`data:${tile.type};base64,${tile.image}`)));
  tiles.forEach(({ place }, index) => {
    const image = images[index];
    if (image) context?.drawImage(image, place.x, place.y, place.width, place.height);
  });
  return canvas;
}

async function decode(url: string): Promise<HTMLImageElement | undefined> {
  const image = new Image();
  image.src = url;
  try {
    await image.decode();
    return image;
  } catch {
    return undefined;
  }
}
