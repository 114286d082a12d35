/** What the shop wants of the agent, however it came onto the page. */
export interface Agent {
  identify(user: string, traits?: Record<string, unknown>): unknown;
  track(name: string, data?: Record<string, unknown>): unknown;
  mark(name: string): unknown;
}

/**
 * Tells the agent what the shop's root element says: what was reached by getting here and, where it is news, who the
 * visitor is.
 */
export function createAnnouncer(agent: Agent): (root: ParentNode) => void {
  let known = '';
  return (root) => {
    const { user = '', mark = '', club = '' } = root.querySelector<HTMLElement>('.shop')?.dataset ?? {};
    if (user !== '' && user !== known) agent.identify(user, { club: club !== '' });
    if (mark !== '') agent.mark(mark);
    known = user;
  };
}
