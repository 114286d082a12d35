import { html } from './html.ts';
import type { View } from './state.ts';

/** Ways to break something, by the name that the button carries. */
export const BREAKAGES = [
  { name: 'console', label: 'Write an error to the console', says: 'shows up in the lane of the console' },
  { name: 'error', label: 'Throw an error', says: 'an uncaught TypeError with its stack' },
  { name: 'rejection', label: 'Reject a promise', says: 'nobody handles it' },
  { name: 'missing', label: 'Ask for something that is not there', says: 'a request that ends in 404' },
  { name: 'picture', label: 'Load a broken picture', says: 'a resource that fails' },
  { name: 'slow', label: 'Ask for something slow', says: 'a request that takes 1.5 seconds' },
] as const;
export type BreakageName = (typeof BREAKAGES)[number]['name'];

export function breakView(): View {
  return {
    title: 'Break something',
    main: html`<section class="panel narrow">
      <h1 tabindex="-1">Break something</h1>
      <p>Each button does harm that you don’t see here. The operator sees it in the replay, at the time it happened.</p>
      <ul class="breakages">
        ${BREAKAGES.map(
          ({ name, label, says }) =>
            html`<li>
              <button type="button" class="button" data-break="${name}">${label}</button>
              <span class="quiet">${says}</span>
            </li>`,
        )}
      </ul>
      <p role="status" data-broken></p>
    </section>`,
  };
}
