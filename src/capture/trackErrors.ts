import { scrubMessage, scrubStart } from '../tools/scrub.ts';
import { stopAll } from '../tools/stop.ts';
import type { RecordData } from '../wire/record.ts';
import { createBurst } from './burst.ts';
import { observe } from './observe.ts';
import { printValue } from './printValue.ts';
import type { CaptureScope, Tracker } from './tracker.ts';

type ErrorData = RecordData<'error'>;

const MESSAGE_LENGTH_MAX = 2_000;
const STACK_LENGTH_MAX = 4_096;
/** Different errors within a second; more are counted by type. */
const ERROR_COUNT_MAX = 20;
/** Query and fragment of an address in a stack; line and column behind them stay. */
const STACK_QUERY = /(https?:\/\/[^\s?#()]{1,2000})[?#][^\s()]*?((?::\d+){0,2})(?=[\s()]|$)/g;

/**
 * Errors that nobody caught, rejections that nobody handled, resources that did not load, and violations of the content
 * security policy. The same error in a burst is counted.
 */
export const trackErrors: Tracker = (emit, scope) => {
  const { window, privacy } = scope;
  const burst = createBurst<ErrorData>(scope, ERROR_COUNT_MAX, (data) => {
    emit({ kind: 'error', at: scope.now(), data });
  });
  const take = (type: ErrorData['type'], key: unknown[], describe: () => Omit<ErrorData, 'type'>) => {
    burst.take([type, ...key].join('\n'), type, () => ({ type, ...describe() }));
  };
  const tidy = (text: string) => scrubStart(text, MESSAGE_LENGTH_MAX, privacy.message);

  const describeThrown = (thrown: unknown) => {
    if (!isError(thrown, scope)) return { name: typeof thrown, message: tidy(printValue(thrown)) };
    const stack = scrubStack(textOf(thrown.stack), privacy.message);
    return {
      name: tidy(textOf(thrown.name)),
      message: tidy(textOf(thrown.message)),
      ...(stack === '' ? {} : { stack }),
    };
  };
  const takeError = (event: ErrorEvent) => {
    const { message, filename, lineno: line, colno: column } = event;
    take('error', [message, filename, line, column], () => {
      const thrown = describeThrown(event.error ?? message);
      const place = filename === '' ? {} : { url: privacy.url(filename), line, column };
      return { ...thrown, ...(thrown.message === '' && { message: tidy(message) }), ...place };
    });
  };
  const takeResource = (element: Element) => {
    const address = element.getAttribute('src') ?? element.getAttribute('href') ?? '';
    const name = element.localName;
    take('resource', [name, address], () => ({ name, message: 'could not be loaded', url: privacy.url(address) }));
  };
  /** The sample, a piece of the page's script or style, is left out. */
  const takeViolation = (event: SecurityPolicyViolationEvent) => {
    const { blockedURI, effectiveDirective: directive, disposition, lineNumber: line, columnNumber: column } = event;
    if (scope.isOwnUrl(blockedURI)) return;
    take('csp', [directive, blockedURI, event.sourceFile, line], () => {
      const url = privacy.url(blockedURI);
      const place = event.sourceFile ? { stack: privacy.url(event.sourceFile), line, column } : {};
      return { name: 'SecurityPolicy', message: `${directive}: ${url}`, url, directive, disposition, ...place };
    });
  };
  return stopAll([
    burst,
    observe(scope, window, ['error'], (event) => {
      if (event instanceof window.ErrorEvent) takeError(event);
      else if (event.target instanceof window.Element) takeResource(event.target);
    }),
    observe(scope, window, ['unhandledrejection'], (event) => {
      if (!('reason' in event)) return;
      const { reason } = event;
      const key = isError(reason, scope) ? [textOf(reason.name), textOf(reason.message)] : [printValue(reason)];
      take('rejection', key, () => describeThrown(reason));
    }),
    observe(scope, window, ['securitypolicyviolation'], (event) => {
      if (event instanceof window.SecurityPolicyViolationEvent) takeViolation(event);
    }),
  ]);
};

function isError(thrown: unknown, { window }: CaptureScope): thrown is Error {
  return thrown instanceof window.Error || thrown instanceof window.DOMException;
}

/** An error's fields may be anything, whatever their types say. */
function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** A page's stack without addresses' queries, e-mail addresses and card numbers. */
export function scrubStack(stack: string, scrub = scrubMessage): string {
  return scrubStart(stack, STACK_LENGTH_MAX, (text) => scrub(text.replace(STACK_QUERY, '$1$2')));
}
