import { useEffect, useRef } from 'react';

/** The wheel over an element, with the right to keep the page from scrolling, which React's own listeners don't have. */
export function useWheel(onWheel: (event: WheelEvent, px: number) => void) {
  const ref = useRef<HTMLDivElement>(null);
  const handler = useRef(onWheel);
  useEffect(() => {
    handler.current = onWheel;
  });
  useEffect(() => {
    const element = ref.current;
    if (!element) return undefined;
    const listen = (event: WheelEvent): void => {
      event.preventDefault();
      handler.current(event, event.clientX - element.getBoundingClientRect().left);
    };
    element.addEventListener('wheel', listen, { passive: false });
    return () => {
      element.removeEventListener('wheel', listen);
    };
  }, []);
  return ref;
}
