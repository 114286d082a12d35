import { BREAKAGES, type BreakageName } from '../src/views/breakView.ts';
import type { ShopApi } from './shopApi.ts';

const HARM: Readonly<Record<BreakageName, (api: ShopApi) => void>> = {
  console: () => console.error('The shelf has fallen over', { shelf: 7, pieces: 12 }),
  error: () => {
    setTimeout(() => {
      throw new TypeError('Can’t pour from an empty kettle');
    });
  },
  rejection: () => void Promise.reject(new Error('Nobody keeps this promise')),
  missing: () => void fetch('/demo/api/not-there'),
  picture: () => {
    const image = document.createElement('img');
    image.alt = 'A picture that is not there';
    image.src = '/demo/assets/pictures/not-there.svg';
    document.querySelector('[data-broken]')?.append(image);
  },
  slow: (api) => void api.getQuotes(),
};

/** Does the harm of the button that was clicked, if it was one of those. */
export function breakSomething(target: EventTarget | null, api: ShopApi): void {
  const button = target instanceof Element ? target.closest<HTMLElement>('[data-break]') : null;
  const breakage = BREAKAGES.find(({ name }) => name === button?.dataset['break']);
  if (breakage === undefined) return;
  const status = document.querySelector('[data-broken]');
  if (status !== null) status.textContent = `Done: ${breakage.says}.`;
  HARM[breakage.name](api);
}
