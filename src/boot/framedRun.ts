import type { Run, RunScope } from './run.ts';

/** Exact origin of the page that this one names as its own, where it stands in a frame. */
export function parentOf({ window, options: { raw } }: Pick<RunScope, 'window' | 'options'>): string | undefined {
  const parent: unknown = typeof raw === 'object' && raw !== null && 'parent' in raw ? raw.parent : undefined;
  return typeof parent === 'string' && parent !== '' && window.parent !== window ? parent : undefined;
}

/** Instead of a run of its own: the page is recorded by the one that holds it. */
export function startFramedRun(scope: RunScope, parentOrigin: string): Run {
  const { window, clock, guard, note, options, assets } = scope;
  const page = assets
    .loadAgent()
    .then(({ startFramedPage }) =>
      startFramedPage({ window, guard, note, parentOrigin, now: clock.now, options: options.raw }),
    );
  page.catch((error: unknown) => {
    note(String(error));
  });
  const stop = () => {
    void page.then((started) => {
      started.stop();
    }, note);
  };
  return { visit: () => undefined, discard: stop, end: () => Promise.resolve(), stop };
}
