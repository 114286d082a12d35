import { html, type Html } from './html.ts';

/**
 * How a classic page gets the agent: a few lines that keep calls until the script is there, and the script tag. The page
 * needs nothing else.
 */
export function agentView(options: { appKey: string; origin: string }): Html {
  return html`<script>
      window.rewindow = window.rewindow || { q: [] };
      ['init', 'identify', 'track', 'mark', 'stop', 'end'].forEach(function (name) {
        rewindow[name] =
          rewindow[name] ||
          function () {
            rewindow.q.push([name].concat([].slice.call(arguments)));
          };
      });
    </script>
    <script
      src="/agent/rewindow.js"
      data-app="${options.appKey}"
      data-monitor="${options.origin}"
      data-correlate="self"
      async
    ></script>`;
}
