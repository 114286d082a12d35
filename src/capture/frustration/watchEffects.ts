import { patchMethod, type Method } from '../../browser/patch.ts';
import { stopAll, type Stoppable } from '../../tools/stop.ts';
import { attempt, observe } from '../observe.ts';
import type { CaptureScope } from '../tracker.ts';
import { leaves } from './mayAnswer.ts';
import { watchChanges, type ChangeWatch } from './watchChanges.ts';

/** Events by which a page, or the browser, answers a click. Those of media, popovers and frames don't bubble, but are seen on their way down. */
const ANSWERS = [
  ...([
    'scroll',
    'input',
    'change',
    'copy',
    'cut',
    'toggle',
    'load',
    'play',
    'pause',
    'seeking',
    'volumechange',
  ] as const),
  ...(['fullscreenchange', 'visibilitychange', 'dragstart'] as const),
];
const WINDOW_ANSWERS = ['hashchange', 'popstate', 'pagehide', 'beforeprint', 'blur'] as const;
const DIALOGS = ['alert', 'confirm', 'prompt', 'print', 'open'] as const;
export interface EffectWatch extends Stoppable {
  /** Of the document: effects, too, while they are watched. */
  changes: Pick<ChangeWatch, 'begin' | 'widen' | 'end'>;
}

/**
 * Notices whatever may be the answer to a click: changes of the document (only while asked), scrolling, focus that goes
 * elsewhere, selection, media, navigation, requests, dialogs. It looks at none of it more closely.
 */
export function watchEffects(scope: CaptureScope, onEffect: () => void): EffectWatch {
  const { window } = scope;
  const { document } = window;
  const changes = watchChanges(scope, onEffect);
  const navigation = 'navigation' in window ? [observe(scope, window.navigation, ['navigate'], onEffect)] : [];
  const handles = stopAll([
    changes,
    observe(scope, document, ANSWERS, onEffect),
    observe(scope, window, WINDOW_ANSWERS, ({ target }) => {
      if (target === window) onEffect();
    }),
    observe(scope, document, ['focus'], (event) => {
      // The focus always goes to what is clicked.
      if (!changes.isOnPath(event.composedPath()[0])) onEffect();
    }),
    observe(scope, document, ['selectionchange'], () => {
      if (document.getSelection()?.type === 'Range') onEffect();
    }),
    observe(scope, document, ['click', 'submit'], (event) => {
      // What the page clicks itself, such as a hidden field for files.
      if (!event.isTrusted) onEffect();
      const { element } = scope.hear(event);
      scope.later(() => {
        if (element && leaves(event, element, window.location)) onEffect();
      });
    }),
    ...navigation,
    ...watchCalls(scope, onEffect),
  ]);
  return { changes, stop: handles.stop };
}

/**
 * Requests and dialogs begin without an event. Beacons are no answer, they only tell somebody of the click; nor is what is
 * said over a socket, where much is said without a click.
 */
function watchCalls(scope: CaptureScope, onEffect: () => void): Stoppable[] {
  const { window } = scope;
  const before =
    (isEffect: (args: unknown[]) => boolean) =>
    (original: Method): Method =>
      function (...args) {
        attempt(scope, () => {
          if (isEffect(args)) onEffect();
        });
        return Reflect.apply(original, this, args);
      };
  const isOfPage = ([input]: unknown[]) =>
    !scope.isOwnUrl(
      input instanceof window.Request ? input.url : String(input instanceof window.URL ? input.href : input),
    );
  const always = before(() => true);
  return [
    patchMethod(window, 'fetch', before(isOfPage)),
    patchMethod(window.XMLHttpRequest.prototype, 'send', always),
    ...('clipboard' in window.navigator ? [patchMethod(window.navigator.clipboard, 'writeText', always)] : []),
    ...DIALOGS.map((name) => patchMethod(window, name, always)),
  ];
}
