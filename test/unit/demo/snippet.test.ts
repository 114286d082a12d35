import { createContext, runInContext } from 'node:vm';
import { expect, test } from 'vitest';
import { agentView } from '../../../demo/src/views/agentView.ts';
import { renderHtml } from '../../../demo/src/views/html.ts';

test('calls before the script is there are kept as the agent takes them', () => {
  const page = renderHtml(agentView({ appKey: 'demo', origin: 'https://monitor.example' }));
  const snippet = /<script>([\s\S]*?)<\/script>/.exec(page)?.[1] ?? '';
  const window: Record<string, unknown> = {};
  window['window'] = window;
  const context = createContext(window);
  runInContext(`${snippet}; rewindow.identify('ada', { plan: 'pro' }); rewindow.mark('checkout');`, context);
  const queue: unknown = runInContext('JSON.stringify(rewindow.q)', context);
  expect(queue).toBe('[["identify","ada",{"plan":"pro"}],["mark","checkout"]]');
});
