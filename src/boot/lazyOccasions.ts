import type { ProviderRule } from '../wire/ruleSet.ts';
import type { AgentScope } from './agentScope.ts';
import type { LazyImaging } from './lazyImaging.ts';
import type { createOccasions, Occasions, OccasionsScope } from './occasions.ts';

export interface LazyOccasions extends LazyImaging {
  /** Data of the host that rules may ask for by name. */
  provide(name: string, read: () => unknown): void;
  ask(rule: ProviderRule): void;
}

/** The code for images and the host's data is loaded with the first rule that asks for one: most pages have none. */
export function createLazyOccasions(
  deps: OccasionsScope & {
    patientLoad: AgentScope['patientLoad'];
    loadCode(): Promise<{ createOccasions: typeof createOccasions }>;
  },
): LazyOccasions {
  const providers = new Map<string, () => unknown>();
  const code = deps.patientLoad(deps.loadCode);
  let running: Occasions | undefined;
  let isStopped = false;
  const run = async (call: (occasions: Occasions) => unknown) => {
    const module = await code.get();
    if (isStopped) return;
    running ??= module.createOccasions(deps);
    await call(running);
  };
  return {
    provide: (name, read) => providers.set(name, read),
    ask: ({ provider }) =>
      void run(({ ask }) => {
        ask(provider, providers.get(provider));
      }),
    capture: (target, cause) => run(({ capture }) => capture(target, cause)),
    request: (rule) =>
      void run(({ request }) => {
        request(rule);
      }),
    refresh() {
      if (running || deps.active().length > 0)
        void run(({ refresh }) => {
          refresh();
        });
    },
    stop() {
      isStopped = true;
      code.stop();
      running?.stop();
    },
  };
}
