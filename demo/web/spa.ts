import { identify, init, mark, track } from 'rewindow';
import { startApp } from './app.ts';
import { createShopApi } from './shopApi.ts';

/** Entry of the single-page shop: the agent first, so that it sees the shop's first request. */
const root = document.querySelector<HTMLElement>('#app');
if (root !== null) {
  init({ app: root.dataset['app'] ?? 'demo', monitor: location.origin, correlate: ['self'] });
  startApp({ window, root, api: createShopApi(), agent: { identify, track, mark } });
}
