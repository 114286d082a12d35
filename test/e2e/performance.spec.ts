import { expect, test } from './fixtures.ts';
import { createShop } from './shop.ts';
import { InstructionRow } from '../../monitor/src/api/contract.ts';

test('vitals, a long frame, a violated policy and the device of a real page', async ({ page, shopUrl, api }) => {
  const shop = createShop(page, shopUrl);
  await shop.open();
  const sessionId = await shop.sessionId();
  await api.sessionWhen(sessionId, 'the agent', ({ summaries }) => summaries.some(({ counts }) => counts['page']));
  await page.evaluate(() => {
    document.querySelector('h1')?.addEventListener('click', function slow() {
      const until = performance.now() + 250;
      while (performance.now() < until);
      document.body.append('done');
    });
    document.dispatchEvent(
      new SecurityPolicyViolationEvent('securitypolicyviolation', {
        ...{ bubbles: true, blockedURI: 'https://cdn.example/x.js?who=canary', documentURI: location.href },
        ...{ effectiveDirective: 'script-src', violatedDirective: 'script-src', originalPolicy: '', statusCode: 200 },
        ...{ disposition: 'enforce', sample: 'canary' },
      }),
    );
  });
  await page.getByRole('heading', { level: 1 }).first().click();
  await api.post(`/v1/sessions/${sessionId}/instructions`, InstructionRow, {
    order: { verb: 'buffer.send', liveMs: 20_000 },
  });
  const records = await api.recordsWhen(sessionId, 'the vitals and a long frame', (all) => {
    const types = all.filter(({ kind }) => kind === 'performance').map(({ data }) => data['name'] ?? data['type']);
    return ['TTFB', 'FCP', 'LCP', 'longFrame'].every((type) => types.includes(type));
  });
  const of = (kind: string) => records.filter((record) => record.kind === kind).map(({ data }) => data);
  // The page's own start may have been a long frame, too.
  const frame = of('performance').find(
    ({ type, scripts }) => type === 'longFrame' && JSON.stringify(scripts ?? '').includes('onclick'),
  );
  expect(Number(frame?.['blockingMs'])).toBeGreaterThanOrEqual(150);
  const lcp = of('performance').find(({ name }) => name === 'LCP');
  expect(lcp).toMatchObject({ type: 'vital', rating: expect.stringMatching(/good|needs-improvement|poor/) });
  expect(lcp?.['selector']).toBeTruthy();
  expect(of('page').filter(({ type }) => type === 'device')).toHaveLength(1);
  expect(of('error')).toEqual([expect.objectContaining({ type: 'csp', url: 'https://cdn.example/x.js?who=***' })]);
  expect(JSON.stringify(records)).not.toContain('canary');
});
