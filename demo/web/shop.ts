import { type Agent, createAnnouncer } from './agent.ts';
import { fillQuotes, startBehaviour } from './behaviour.ts';
import { submitForm } from './form.ts';
import { createShopApi } from './shopApi.ts';

declare global {
  interface Window {
    /** From the script tag; before it has loaded, a list that keeps calls for it. */
    rewindow?: Agent;
  }
}

/**
 * The classic shop's script. Pages and forms work without it; it asks for quotes, pays without leaving the page, and tells
 * the agent what happens.
 */
const api = createShopApi();
const agent: Agent = {
  identify: (user, traits) => window.rewindow?.identify(user, traits),
  track: (name, data) => window.rewindow?.track(name, data),
  mark: (name) => window.rewindow?.mark(name),
};

startBehaviour({ document, api, agent });
createAnnouncer(agent)(document);
void fillQuotes(document, api);

document.addEventListener('submit', (event) => {
  const form = event.target;
  if (!(form instanceof HTMLFormElement) || form.dataset['enhance'] === undefined) return;
  event.preventDefault();
  void submitForm(form, api).then((reply) => {
    if (reply.isDone) location.assign(`/demo/shop${reply.next}`);
  });
});
