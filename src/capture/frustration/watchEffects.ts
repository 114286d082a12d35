import { takeNative } from '../../browser/natives.ts';
import { patchMethod, type Method } from '../../browser/patch.ts';
import { stopAll, type Stoppable } from '../../tools/stop.ts';
import { attempt, createDelay, observe, originOf } from '../observe.ts';
import type { CaptureScope } from '../tracker.ts';
import { leaves } from './mayAnswer.ts';

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
/** Elements that are searched for shadow roots, once per click in one. */
const SEARCH_COUNT_MAX = 5_000;

export interface EffectWatch extends Stoppable {
  /** From here on changes of the document are effects, too. @param path of the event, from its target up */
  watchDocument(path: readonly EventTarget[]): void;
  unwatchDocument(): void;
}

/**
 * Notices whatever may be the answer to a click: changes of the document (only while asked), scrolling, focus that goes
 * elsewhere, selection, media, navigation, requests, dialogs. It looks at none of it more closely.
 */
export function watchEffects(scope: CaptureScope, onEffect: () => void): EffectWatch {
  const { window } = scope;
  const { document } = window;
  const Observer = takeNative(window, 'MutationObserver', window.MutationObserver);
  const changes = new Observer(scope.guard(onEffect));
  let pressed: readonly EventTarget[] = [];
  const begun: { event: Event; element: Element | undefined }[] = [];
  const afterwards = createDelay(scope, 0, () => {
    for (const { event, element } of begun.splice(0))
      if (element && leaves(event, element, window.location)) onEffect();
  });
  const navigation = 'navigation' in window ? [observe(scope, window.navigation, ['navigate'], onEffect)] : [];
  const handles = stopAll([
    observe(scope, document, ANSWERS, onEffect),
    observe(scope, window, WINDOW_ANSWERS, ({ target }) => {
      if (target === window) onEffect();
    }),
    observe(scope, document, ['focus'], (event) => {
      // The focus always goes to what is clicked.
      if (!pressed.includes(event.composedPath()[0] ?? document)) onEffect();
    }),
    observe(scope, document, ['selectionchange'], () => {
      if (document.getSelection()?.type === 'Range') onEffect();
    }),
    observe(scope, document, ['click', 'submit'], (event) => {
      // What the page clicks itself, such as a hidden field for files.
      if (!event.isTrusted) onEffect();
      begun.push({ event, element: originOf(event, scope) });
      afterwards.begin();
    }),
    afterwards,
    ...navigation,
    ...watchCalls(scope, onEffect),
  ]);
  return {
    watchDocument(path) {
      pressed = path;
      for (const root of [document, ...shadowRoots(path, window)]) {
        changes.observe(root, { subtree: true, childList: true, attributes: true, characterData: true });
      }
    },
    unwatchDocument() {
      pressed = [];
      changes.disconnect();
    },
    stop() {
      changes.disconnect();
      handles.stop();
    },
  };
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

/**
 * Observers don't see into shadow roots. Where a click comes out of one the page is made of them, and the answer may stand in
 * any other; elsewhere the document is enough.
 */
function shadowRoots(
  path: readonly EventTarget[],
  { document, ShadowRoot, Element }: CaptureScope['window'],
): ShadowRoot[] {
  const found = path.filter((target) => target instanceof ShadowRoot);
  if (found.length === 0) return found;
  let budget = SEARCH_COUNT_MAX;
  const roots = new Set<ShadowRoot>(found);
  const search = (root: Node) => {
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_ELEMENT);
    for (let node = walker.nextNode(); node && (budget -= 1) > 0; node = walker.nextNode()) {
      if (!(node instanceof Element) || !node.shadowRoot) continue;
      roots.add(node.shadowRoot);
      search(node.shadowRoot);
    }
  };
  search(document);
  return [...roots];
}
