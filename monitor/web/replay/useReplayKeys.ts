import { useEffect } from 'react';
import type { Playback } from './playback.ts';

const SMALL_STEP_MS = 1_000;
const LARGE_STEP_MS = 10_000;

/** Space plays and pauses, arrows seek by a second, with shift by ten. Not while something is typed. */
export function useReplayKeys(playback: Playback): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.altKey || event.ctrlKey || event.metaKey || isTaken(event)) return;
      const stepMs = event.shiftKey ? LARGE_STEP_MS : SMALL_STEP_MS;
      if (event.key === ' ') playback.toggle();
      else if (event.key === 'ArrowRight') playback.seekBy(stepMs);
      else if (event.key === 'ArrowLeft') playback.seekBy(-stepMs);
      else return;
      event.preventDefault();
    };
    window.addEventListener('keydown', onKey);
    return () => {
      window.removeEventListener('keydown', onKey);
    };
  }, [playback]);
}

/** Fields need these keys themselves, but for the scrub bar; a focused button or switch needs the space bar. */
function isTaken({ target, key }: KeyboardEvent): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLInputElement && target.type === 'range') return false;
  if (target.closest('[role="dialog"], [role="tablist"], [role="radiogroup"]')) return true;
  if (target.isContentEditable || target.matches('input, textarea, select')) return true;
  return key === ' ' && target.closest('button, a, [role="button"]') !== null;
}
