import { patchMethod, type Method } from '../browser/patch.ts';
import { stopAll, type Stoppable } from '../tools/stop.ts';
import type { RecordData } from '../wire/record.ts';
import { attempt, observe } from './observe.ts';
import type { CaptureScope, Tracker } from './tracker.ts';

type NavigationType = RecordData<'navigation'>['type'];

/** Where the user is: the load, and every route that the page shows without one. */
export const trackNavigation: Tracker = (emit, scope) => {
  const { location } = scope.window;
  let shown = location.href;
  const say = (type: NavigationType) => {
    emit({ kind: 'navigation', at: scope.now(), data: { type, ...describe(scope, type) } });
  };
  const follow = (type: NavigationType) => {
    const from = shown;
    shown = location.href;
    // Routers rewrite the same address again and again to keep the scroll position in the history's state.
    if (from === shown && type !== 'push') return;
    say(isHashOnly(from, shown) ? 'hash' : type);
  };
  scope.guard(say)('load');
  return 'navigation' in scope.window ? followEntries(scope, follow) : followHistory(scope, follow);
};

function describe({ window: { location, document }, privacy }: CaptureScope, type: NavigationType) {
  const title = type === 'load' ? privacy.text(document.title) : '';
  const referrer = type === 'load' ? privacy.url(document.referrer) : '';
  return {
    url: privacy.url(location.href),
    path: privacy.url(location.pathname),
    ...(title === '' ? {} : { title }),
    ...(referrer === '' ? {} : { referrer }),
  };
}

function isHashOnly(from: string, to: string): boolean {
  return from !== to && from.split('#')[0] === to.split('#')[0];
}

const ENTRY_TYPES: ReadonlyMap<unknown, NavigationType> = new Map([
  ['push', 'push'],
  ['replace', 'replace'],
  ['traverse', 'pop'],
]);

/** The Navigation API tells of every change without a patch. */
function followEntries(scope: CaptureScope, follow: (type: NavigationType) => void): Stoppable {
  return observe(scope, scope.window.navigation, ['currententrychange'], (event) => {
    const type = 'navigationType' in event ? ENTRY_TYPES.get(event.navigationType) : undefined;
    if (type) follow(type);
  });
}

function followHistory(scope: CaptureScope, follow: (type: NavigationType) => void): Stoppable {
  const { history } = scope.window;
  const after =
    (type: NavigationType) =>
    (original: Method): Method =>
      function (...args) {
        const result = Reflect.apply(original, this, args);
        attempt(scope, () => follow(type));
        return result;
      };
  return stopAll([
    patchMethod(history, 'pushState', after('push')),
    patchMethod(history, 'replaceState', after('replace')),
    observe(scope, scope.window, ['popstate', 'hashchange'], () => follow('pop')),
  ]);
}
