import * as v from 'valibot';
import { expect, it } from 'vitest';
import { ErrorReply } from '../../../../src/wire/index.ts';
import { APP, logIn, useMonitors } from './monitors.ts';

const monitors = useMonitors();
const Schema = v.object({ properties: v.object({ code: v.object({ enum: v.array(v.string()) }) }) });
const Answer = v.looseObject({
  content: v.object({
    'application/json': v.object({ schema: v.object({ properties: v.object({ error: Schema }) }) }),
  }),
});
const Document = v.object({
  paths: v.record(v.string(), v.record(v.string(), v.looseObject({ responses: v.record(v.string(), v.unknown()) }))),
});

it('the errors that are answered stand in OpenAPI, with their codes', async () => {
  const monitor = await monitors.start();
  const { paths } = v.parse(Document, (await monitor.app.inject({ url: '/openapi.json' })).json());
  const { headers } = { headers: { authorization: `Bearer ${(await logIn(monitor)).token}` } };
  const at = `/v1/apps/${APP}`;
  const asked = [
    ['POST', '/v1/login', '/v1/login', { password: 'guess' }],
    ['POST', '/v1/segments', `/v1/segments?app=${APP}`, {}],
    ['POST', '/v1/segments', '/v1/segments?app=nobody', {}],
    ['POST', '/v1/summaries', `/v1/summaries?app=${APP}`, {}],
    ['GET', '/v1/feedback', `/v1/feedback?app=${APP}`, undefined],
    ['POST', '/v1/apps', '/v1/apps', { key: APP, name: 'Again', allowedOrigins: ['*'] }],
    ['POST', '/v1/apps/{key}/rules', `${at}/rules`, { text: '{}' }],
    ['GET', '/v1/apps/{key}/rules/{revision}', `${at}/rules/77`, undefined],
    ['DELETE', '/v1/apps/{key}/rules/stage', `${at}/rules/stage`, undefined],
    ['GET', '/v1/sessions', '/v1/sessions?limit=x', undefined],
  ] as const;
  for (const [method, path, url, payload] of asked) {
    const reply = await monitor.app.inject({ method, url, headers, ...(payload && { payload }) });
    const { code } = v.parse(ErrorReply, reply.json()).error;
    const answer = paths[path]?.[method.toLowerCase()]?.responses[String(reply.statusCode)];
    const { content } = v.parse(Answer, answer);
    expect(content['application/json'].schema.properties.error.properties.code.enum, `${method} ${url}`).toContain(
      code,
    );
  }
});
