import { describe, expect, it } from 'vitest';
import { APP, logIn, useMonitors } from '../core/monitors.ts';

const monitors = useMonitors();
const URL_RULES = `/v1/apps/${APP}/rules`;
const rules = (name: string, kinds = ['dom']) => JSON.stringify({ version: 1, name, capture: [{ kinds }] }, null, 2);

describe('rule sets over HTTP', () => {
  it('need a login', async () => {
    const { app } = await monitors.start();
    for (const [method, url] of [
      ['GET', URL_RULES],
      ['POST', URL_RULES],
      ['POST', `${URL_RULES}/check`],
      ['GET', `${URL_RULES}/1`],
      ['GET', `${URL_RULES}/adoption`],
    ] as const) {
      const reply = await app.inject({ method, url });
      expect([url, reply.statusCode, reply.json<object>()]).toMatchObject([
        url,
        401,
        { error: { code: 'login_required' } },
      ]);
    }
  });

  it('are published, listed and read', async () => {
    const operator = await logIn(await monitors.start());
    expect((await operator.get(URL_RULES)).json()).toEqual({ current: null, stage: null, history: [] });
    const published = await operator.post(URL_RULES, { text: rules('one'), baseRevision: 0 });
    expect([published.statusCode, published.json<object>()]).toMatchObject([201, { revision: 1, unchanged: false }]);
    const again = await operator.post(URL_RULES, { text: rules('one') });
    expect([again.statusCode, again.json<object>()]).toMatchObject([200, { revision: 1, unchanged: true }]);
    await operator.post(URL_RULES, { text: rules('two') });
    const listed = (await operator.get(URL_RULES)).json<object>();
    expect(listed).toMatchObject({
      current: { revision: 2, text: rules('two'), source: { name: 'two', buffer: { minutes: 3 } } },
      history: [
        { revision: 2, name: 'two' },
        { revision: 1, name: 'one' },
      ],
    });
    expect((await operator.get(`${URL_RULES}/1`)).json()).toMatchObject({ revision: 1, text: rules('one') });
  });

  it('are refused with line and column', async () => {
    const operator = await logIn(await monitors.start());
    const reply = await operator.post(URL_RULES, { text: rules('bad', ['domm']) });
    expect([reply.statusCode, reply.json<object>()]).toMatchObject([
      422,
      { error: { code: 'rule_set_invalid', detail: [{ path: 'capture[0].kinds[0]', line: 7, column: 9 }] } },
    ]);
    expect(reply.json<{ error: { message: string } }>().error.message).toMatch(/line 7, column 9/);
  });

  it('are refused where somebody else was faster', async () => {
    const operator = await logIn(await monitors.start());
    await operator.post(URL_RULES, { text: rules('one') });
    const reply = await operator.post(URL_RULES, { text: rules('two'), baseRevision: 0 });
    expect([reply.statusCode, reply.json<object>()]).toMatchObject([
      409,
      { error: { code: 'rule_set_stale', detail: { revision: 1 } } },
    ]);
  });

  it('are staged, given to more, taken back, and rolled back', async () => {
    const monitor = await monitors.start();
    const operator = await logIn(monitor);
    const headers = { authorization: `Bearer ${operator.token}` };
    const put = (payload: object) => monitor.app.inject({ method: 'PUT', url: `${URL_RULES}/stage`, headers, payload });
    await operator.post(URL_RULES, { text: rules('one') });
    await operator.post(URL_RULES, { text: rules('two'), share: 0.2, note: 'with care' });
    expect((await operator.get(URL_RULES)).json()).toMatchObject({
      current: { revision: 1 },
      stage: { revision: 2, share: 0.2 },
      history: [
        { revision: 2, share: 0.2, note: 'with care' },
        { revision: 1, share: 1, note: null },
      ],
    });
    const refused = await operator.post(URL_RULES, { text: rules('three') });
    expect([refused.statusCode, refused.json<object>()]).toMatchObject([409, { error: { code: 'stage_running' } }]);
    const lowered = await put({ revision: 2, share: 0.1 });
    expect([lowered.statusCode, lowered.json<object>()]).toMatchObject([
      409,
      { error: { code: 'stage_share_lowered', detail: { share: 0.2 } } },
    ]);
    expect((await put({ revision: 2, share: 0.5 })).json()).toMatchObject({ stage: { revision: 2, share: 0.5 } });
    expect((await operator.delete(`${URL_RULES}/stage`)).json()).toMatchObject({
      current: { revision: 3 },
      stage: null,
    });
    const gone = await put({ revision: 2, share: 1 });
    expect([gone.statusCode, gone.json<object>()]).toMatchObject([404, { error: { code: 'stage_absent' } }]);
    const back = await operator.post(`${URL_RULES}/rollback`, { revision: 2 });
    expect([back.statusCode, back.json<object>()]).toMatchObject([201, { revision: 4, unchanged: false }]);
    expect((await operator.get(URL_RULES)).json()).toMatchObject({
      current: { revision: 4, source: { name: 'two' } },
      stage: null,
    });
  });

  it('are checked without being published', async () => {
    const operator = await logIn(await monitors.start());
    const check = async (text: string) => (await operator.post(`${URL_RULES}/check`, { text })).json<object>();
    expect(await check(rules('one'))).toMatchObject({ valid: true, problems: [], dormant: false });
    expect(await check('{ "version": 1, "name": "asleep" }')).toMatchObject({ valid: true, dormant: true });
    expect(await check('{')).toMatchObject({ valid: false, problems: [{ line: 1, column: 2 }] });
    expect((await operator.get(URL_RULES)).json()).toMatchObject({ current: null });
  });

  it.each([
    ['/v1/apps/nobody/rules', 404, 'not_found'],
    [`${URL_RULES}/9`, 404, 'not_found'],
    [`${URL_RULES}/0`, 400, 'bad_request'],
    [`${URL_RULES}/x`, 400, 'bad_request'],
    ['/v1/apps/nobody/rules/adoption', 404, 'not_found'],
  ])('GET %s is answered with %i', async (url, status, code) => {
    const operator = await logIn(await monitors.start());
    const reply = await operator.get(url);
    expect([reply.statusCode, reply.json<object>()]).toMatchObject([status, { error: { code } }]);
  });
});
