import { scrubMessage, scrubStart, scrubUrl } from '../tools/scrub.ts';
import { stopAll } from '../tools/stop.ts';
import type { RecordData } from '../wire/record.ts';
import { observe } from './observe.ts';
import { printValue } from './printValue.ts';
import type { CaptureScope, Tracker } from './tracker.ts';

const MESSAGE_LENGTH_MAX = 2_000;
const STACK_LENGTH_MAX = 4_096;
/** Query and fragment of an address in a stack; line and column behind them stay. */
const STACK_QUERY = /(https?:\/\/[^\s?#()]{1,2000})[?#][^\s()]*?((?::\d+){0,2})(?=[\s()]|$)/g;

/** Errors that nobody caught, rejections that nobody handled, and resources that did not load. */
export const trackErrors: Tracker = (emit, scope) => {
  const say = (data: RecordData<'error'>) => emit({ kind: 'error', at: scope.now(), data });
  return stopAll([
    observe(scope, scope.window, ['error'], (event) => {
      if (event instanceof scope.window.ErrorEvent) say(describeError(event));
      else if (event.target instanceof scope.window.Element) say(describeResource(event.target));
    }),
    observe(scope, scope.window, ['unhandledrejection'], (event) => {
      if ('reason' in event) say({ type: 'rejection', ...describeThrown(event.reason, scope) });
    }),
  ]);
  function describeError(event: ErrorEvent): RecordData<'error'> {
    const thrown = describeThrown(event.error ?? event.message, scope);
    const message = thrown.message === '' ? tidy(event.message) : thrown.message;
    const place =
      event.filename === '' ? {} : { url: scrubUrl(event.filename), line: event.lineno, column: event.colno };
    return { type: 'error', ...thrown, message, ...place };
  }
};

function describeThrown(thrown: unknown, scope: CaptureScope): Pick<RecordData<'error'>, 'name' | 'message' | 'stack'> {
  const isError = thrown instanceof scope.window.Error || thrown instanceof scope.window.DOMException;
  if (!isError) return { name: typeof thrown, message: tidy(printValue(thrown)) };
  const stack = scrubStack(textOf(thrown.stack));
  return { name: textOf(thrown.name), message: tidy(textOf(thrown.message)), ...(stack === '' ? {} : { stack }) };
}

/** An error's fields may be anything, whatever their types say. */
function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function describeResource(element: Element): RecordData<'error'> {
  const address = element.getAttribute('src') ?? element.getAttribute('href') ?? '';
  return { type: 'resource', name: element.localName, message: 'could not be loaded', url: scrubUrl(address) };
}

function tidy(text: string): string {
  return scrubStart(text, MESSAGE_LENGTH_MAX, scrubMessage);
}

/** A page's stack without addresses' queries, e-mail addresses and card numbers. */
export function scrubStack(stack: string): string {
  return scrubStart(stack, STACK_LENGTH_MAX, (text) => scrubMessage(text.replace(STACK_QUERY, '$1$2')));
}
