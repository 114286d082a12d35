import type { MaskMode } from '../../browser/privacy.ts';

/**
 * How a page and a frame of another origin find each other. The frame says hello to the one origin that its options name;
 * the page looks whether its options name the frame's origin and the sender is one of its frames, and answers with a port.
 */
export const HELLO = 'rewindow:frame';
export const WELCOME = 'rewindow:page';

/** Over the port, to the frame. */
export type ToFrame = 'start' | 'checkpoint';

export interface Welcome {
  rewindow: typeof WELCOME;
  /** The page's own masking counts in the frame, too. */
  mask: MaskMode;
}

export function isMessage(data: unknown, name: string): data is Record<string, unknown> {
  return typeof data === 'object' && data !== null && 'rewindow' in data && data.rewindow === name;
}
