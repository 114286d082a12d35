import { listen } from '../browser/listen.ts';
import type { Stoppable } from '../tools/stop.ts';
import { styleCard, styleRoot } from './style.ts';

const HOST_NAME = 'rewindow-assist';

/**
 * Shows a card in the corner of the page, in an open shadow root so that it stands in the replay, too. One is seen at a time:
 * later ones wait behind it in the same root. It doesn't take the focus, because the user may be typing.
 */
export function showCard(document: Document, card: HTMLElement, dismiss: () => void): Stoppable {
  const { host, root } = findRoot(document);
  card.hidden = root.firstElementChild !== null;
  styleCard(card, root);
  root.append(card);
  const escape = listen(document, 'keydown', (event) => {
    if (!card.hidden && 'key' in event && event.key === 'Escape' && isMeant(document, host)) dismiss();
  });
  return {
    stop() {
      escape.stop();
      card.remove();
      showNext(host, root);
    },
  };
}

function findRoot(document: Document): { host: Element; root: ShadowRoot } {
  const existing = document.querySelector(HOST_NAME);
  if (existing?.shadowRoot) return { host: existing, root: existing.shadowRoot };
  const host = document.createElement(HOST_NAME);
  const root = host.attachShadow({ mode: 'open' });
  styleRoot(host, root);
  // Beside the body, where a framework that renders the body anew does not take it away.
  document.documentElement.append(host);
  return { host, root };
}

/** The next one comes a moment later, so that the key that closed one message doesn't close them all. */
function showNext(host: Element, root: ShadowRoot): void {
  if (!root.firstElementChild) host.remove();
  else setTimeout(() => root.firstElementChild?.removeAttribute('hidden'), 0);
}

/** Escape is for us when the focus is in the message or nowhere; otherwise it is for what has the focus. */
function isMeant(document: Document, host: Element): boolean {
  const { activeElement, body } = document;
  return activeElement === null || activeElement === body || activeElement === host;
}
