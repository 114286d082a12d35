import { fileURLToPath } from 'node:url';
import type { FastifyInstance } from 'fastify';
import type { Tap } from 'rewindow-monitor/tap';
import { registerApiRoutes } from './server/apiRoutes.ts';
import { registerAssets } from './server/assets.ts';
import { registerPageRoutes } from './server/pageRoutes.ts';
import { createVisitors } from './shop/visitors.ts';

export interface DemoOptions {
  /** Key of the application that the shop's records belong to. */
  agentKey: string;
  /** Epoch milliseconds. */
  now: () => number;
  /** A new UUID. */
  newId: () => string;
  wait: (delayMs: number) => Promise<void>;
  /** Records the shop's own side of its API. */
  tap?: Pick<Tap, 'fastify'>;
  /** Folder of the built client. */
  assetFolder?: string;
}

/** Mounts the demo below `/demo`: the start page, the shop in both flavours, its API and its files. */
export async function registerDemo(app: FastifyInstance, options: DemoOptions): Promise<void> {
  const { assetFolder = fileURLToPath(new URL('web', import.meta.url)), ...given } = options;
  const context = { ...given, visitors: createVisitors() };
  await app.register(
    async (scope) => {
      hideFromOpenApi(scope);
      readForms(scope);
      registerPageRoutes(scope, context);
      await scope.register(async (api) => {
        if (options.tap) await api.register(options.tap.fastify);
        registerApiRoutes(api, context);
      });
      await registerAssets(scope, assetFolder);
    },
    { prefix: '/demo' },
  );
}

/** The monitor's description of its API is no place for a shop's. */
function hideFromOpenApi(app: FastifyInstance): void {
  app.addHook('onRoute', (route) => {
    route.schema = Object.assign({}, route.schema, { hide: true });
  });
}

/** Classic forms: without this the server would refuse their content type. */
function readForms(app: FastifyInstance): void {
  app.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_request, body, done) => {
    done(null, Object.fromEntries(new URLSearchParams(String(body))));
  });
}
