import type { Privacy } from '../../browser/privacy.ts';
import type { View } from './events.ts';

/** How the page lies in its window now. */
export function viewOf(window: Window, privacy: Privacy): View {
  const { location, innerWidth, innerHeight, scrollX, scrollY } = window;
  return { href: privacy.url(location.href), width: innerWidth, height: innerHeight, left: scrollX, top: scrollY };
}
