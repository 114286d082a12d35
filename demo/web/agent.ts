/** What the shop wants of the agent, however it came onto the page. */
export interface Agent {
  identify(user: string, traits?: Record<string, unknown>): unknown;
  track(name: string, data?: Record<string, unknown>): unknown;
  mark(name: string): unknown;
}

/** Tells the agent what the shop's root element says: who the visitor is, and what was reached by getting here. */
export function announcePage(root: ParentNode, agent: Agent): void {
  const shop = root.querySelector<HTMLElement>('.shop');
  const { user = '', mark = '', club = '' } = shop?.dataset ?? {};
  if (user !== '') agent.identify(user, { club: club !== '' });
  if (mark !== '') agent.mark(mark);
}
