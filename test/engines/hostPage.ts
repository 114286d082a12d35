import { App, PublishReply } from '../../monitor/src/api/contract.ts';
import { startPageTraces } from '../e2e/pageTraces.ts';
import { startHostSite, type HostSite } from '../tools/hostSite.ts';
import type { Stage } from './stage.ts';

declare global {
  interface Window {
    /** All that the page's console was given, and what nobody caught. */
    said: string[];
  }
}

const RULES = {
  ...{ version: 1, name: 'all' },
  capture: [
    { kinds: ['dom', 'input', 'pointer', 'scroll', 'navigation', 'network', 'console', 'error', 'page', 'custom'] },
  ],
};

/** Runs in the page, first of all: not every driver tells what is on the console. */
function listenToConsole(): void {
  window.said = [];
  for (const level of ['debug', 'log', 'info', 'warn', 'error'] as const) {
    const native = console[level];
    console[level] = (...args: unknown[]) => {
      window.said.push(`${level}: ${args.map(String).join(' ')}`);
      native.apply(console, args);
    };
  }
  window.addEventListener('error', ({ message }) => window.said.push(`thrown: ${message}`));
  window.addEventListener('unhandledrejection', ({ reason }) => window.said.push(`rejected: ${String(reason)}`));
  document.addEventListener('securitypolicyviolation', (event) => {
    window.said.push(`policy: ${event.violatedDirective} ${event.blockedURI}`);
  });
}

const MODULE = (app: string, monitor: string) => `<script type="module">
    import * as rewindow from '/npm/index.js';
    rewindow.init({ app: '${app}', monitor: '${monitor}' });
    window.rewindow = rewindow;
  </script>`;
const TAG = (app: string, monitor: string) =>
  `<script src="${monitor}/agent/rewindow.js" data-app="${app}" data-monitor="${monitor}" async></script>`;

/** A page of another origin than the monitor's, which notes what it has of its own before the agent comes. */
export async function startHost({ monitor, api, engine, flavour }: Stage): Promise<HostSite & { app: string }> {
  const app = `host-${engine}-${flavour}`;
  const agent = (flavour === 'script' ? TAG : MODULE)(app, monitor.baseUrl);
  const site = await startHostSite({
    '/': `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>A page</title><link rel="icon" href="data:,">
      <script>(${listenToConsole.toString()})();(${startPageTraces.toString()})();</script>${agent}</head><body>
      <main style="background:#fc0;padding:20px"><h1>A page like many</h1><input id="name"><button>Press</button></main>
      <p style="height:3000px"></p></body></html>`,
    '/answer': 'fine',
  });
  await api.post('/v1/apps', App, { key: app, name: app, allowedOrigins: [site.origin] });
  await api.post(`/v1/apps/${app}/rules`, PublishReply, { text: JSON.stringify(RULES) });
  return { ...site, app };
}
