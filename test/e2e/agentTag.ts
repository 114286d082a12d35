import type { FlavourOptions } from './fixtures.ts';

/** How a page of another site gets the agent: by the script tag from the monitor, or as package from the site itself. */
export interface AgentTag {
  flavour: FlavourOptions['flavour'];
  app: string;
  /** Address. */
  monitor: string;
  /** Besides the key and the address. */
  options?: Record<string, string>;
}

export function agentTag({ flavour, app, monitor, options = {} }: AgentTag): string {
  const attributes = Object.entries(options).map(([name, value]) => ` data-${name}="${value}"`);
  return flavour === 'script'
    ? `<script src="${monitor}/agent/rewindow.js" data-app="${app}" data-monitor="${monitor}"${attributes.join('')} async></script>`
    : `<script type="module">
        import * as rewindow from '/npm/index.js';
        rewindow.init(${JSON.stringify({ app, monitor, ...options })});
      </script>`;
}
