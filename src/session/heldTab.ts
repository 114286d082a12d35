import { listen } from '../browser/listen.ts';
import { stopAll, type Stoppable } from '../tools/stop.ts';
import { openTab, type Tab, type TabScope } from './tab.ts';

export interface HeldTab extends Stoppable {
  /** The tab's id, once it is sure that nobody else lives under it. */
  id(): Promise<string>;
}

/** Holds the tab's id while the page lives; a page in the back/forward cache holds nothing. */
export function holdTab(scope: TabScope & { window: Window }): HeldTab {
  let isStopped = false;
  let tab: Promise<Tab> = take();
  async function take(): Promise<Tab> {
    const opened = await openTab(scope);
    if (isStopped) opened.stop();
    return opened;
  }
  const release = () => {
    void tab.then((held) => {
      held.stop();
    });
  };
  const listeners = stopAll([
    listen(scope.window, 'pagehide', release),
    listen(scope.window, 'pageshow', (event) => {
      if ((event as PageTransitionEvent).persisted) tab = take();
    }),
  ]);
  return {
    id: async () => (await tab).id,
    stop() {
      isStopped = true;
      listeners.stop();
      release();
    },
  };
}
