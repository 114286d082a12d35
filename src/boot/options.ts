import type { MaskMode } from '../browser/privacy.ts';
import type { ModeWish } from '../feedback/schedule.ts';

/** What the host says once. Everything else comes from the monitor as rules. */
export interface Options {
  /** Key of the application, from the monitor's console. Scopes every name that the agent stores. */
  app: string;
  /** Address of the monitor, such as `https://rewindow.example`. Script tag: the script's own origin where absent. */
  monitor?: string;
  /**
   * Address of the worker script on the page's own origin. Needed only where the page's Content-Security-Policy forbids
   * blob workers; copy `dist/worker.js` there.
   */
  workerUrl?: string;
  /** `required`: nothing is stored, captured or sent before `consent('granted')`. Otherwise consent may be withdrawn only. */
  consent?: 'required' | 'assumed';
  /** Global Privacy Control of the browser counts as a refusal. Default: true. */
  honorGlobalPrivacyControl?: boolean;
  /** Do Not Track counts as a refusal, too. Default: false. */
  honorDoNotTrack?: boolean;
  /** Share of the sessions that may be recorded, 0 to 1; rules can lower it. Default: 1. */
  sample?: number;
  /**
   * What is masked: `inputs` (the default), `text` or `all`. Rules of the monitor can raise it, never lower it. Single parts
   * are marked by `data-rewindow-mask`, `-unmask`, `-block` and `-ignore`.
   */
  mask?: MaskMode;
  /** Names of query parameters whose values may be recorded. All others are masked. */
  urlParameters?: readonly string[];
  /**
   * Origins to which rules may add `traceparent` and `x-rewindow-session` headers, such as `https://api.example`; the
   * page's own origin is `self`. Another origin has to allow both headers by CORS.
   */
  correlate?: readonly string[];
  /** Exact origins, such as `https://pay.example`, whose frames in this page are recorded with it: they name it as `parent`. */
  frames?: readonly string[];
  /**
   * Exact origin of the page that holds this one in a frame. This page then records its document for that one, masked by its
   * own options, and stores and sends nothing itself.
   */
  parent?: string;
  /**
   * How the page hears of the monitor: `auto` (the default) takes a stream where it gets through, else a held request, else
   * questions every 15 seconds; the others take nothing but what they say.
   */
  feedback?: 'auto' | 'stream' | 'held' | 'polling';
  /**
   * The monitor's public key, from the console's page Applications: only rule sets that are signed with it are taken. Needs a
   * secure context.
   */
  ruleKey?: string;
}

export type OptionCode =
  | 'option_app_missing'
  | 'option_app_invalid'
  | 'option_monitor_missing'
  | 'option_monitor_invalid'
  | 'option_consent_invalid'
  | 'option_sample_invalid'
  | 'option_mask_invalid'
  | 'option_list_invalid'
  | 'option_feedback_invalid'
  | 'option_rule_key_invalid';

/** Says which option is wrong, and what to write instead. Shown by `status()`; the host page never gets it thrown. */
export class OptionError extends Error {
  override readonly name = 'OptionError';
  readonly code: OptionCode;
  constructor(code: OptionCode, message: string) {
    super(message);
    this.code = code;
  }
}

export interface ParsedOptions {
  app: string;
  /** Without a slash at its end. */
  monitor: string;
  workerUrl: string | undefined;
  consent: 'required' | 'assumed';
  honorGlobalPrivacyControl: boolean;
  honorDoNotTrack: boolean;
  sample: number;
  feedback: ModeWish;
  ruleKey: string | undefined;
  /** As they were given. */
  raw: unknown;
}

/**
 * @param value untrusted: the host may be JavaScript
 * @param defaults what the script tag knows by itself
 * @throws {OptionError}
 */
export function parseOptions(value: unknown, defaults: { monitor?: string; pageUrl: string }): ParsedOptions {
  const {
    app,
    monitor,
    workerUrl,
    consent = 'assumed',
    sample = 1,
    ...more
  } = (typeof value === 'object' && value !== null ? value : {}) as Record<string, unknown>;
  if (typeof app !== 'string' || app === '') {
    throw new OptionError('option_app_missing', 'set `app` (data-app) to the key from the console’s page Applications');
  }
  if (!/^[A-Za-z0-9_-]{1,64}$/.test(app)) {
    throw new OptionError('option_app_invalid', '`app` is 1 to 64 letters, digits, _ or -');
  }
  if (consent !== 'required' && consent !== 'assumed') {
    throw new OptionError('option_consent_invalid', '`consent` is required or assumed');
  }
  const share = Number(sample);
  if (!(share >= 0 && share <= 1)) throw new OptionError('option_sample_invalid', '`sample` is a number from 0 to 1');
  const address = typeof monitor === 'string' && monitor !== '' ? monitor : defaults.monitor;
  if (address === undefined) {
    throw new OptionError(
      'option_monitor_missing',
      'set `monitor` to the address of the monitor, as https://rewindow.example',
    );
  }
  return {
    app,
    monitor: parseMonitor(address, defaults.pageUrl),
    workerUrl: typeof workerUrl === 'string' && workerUrl !== '' ? workerUrl : undefined,
    consent,
    sample: share,
    honorGlobalPrivacyControl: isOn(more['honorGlobalPrivacyControl'], true),
    honorDoNotTrack: isOn(more['honorDoNotTrack'], false),
    feedback: parseFeedback(more['feedback']),
    ruleKey: parseRuleKey(more['ruleKey']),
    raw: value,
  };
}

function parseFeedback(value: unknown = 'auto'): ModeWish {
  if (value === 'auto' || value === 'stream' || value === 'held' || value === 'polling') return value;
  throw new OptionError('option_feedback_invalid', '`feedback` is auto, stream, held or polling');
}

/** A key that is none must not count as no key. */
function parseRuleKey(value: unknown): string | undefined {
  if (value === undefined) return undefined;
  if (typeof value === 'string' && /^[\w-]{43}\.[\w-]{87}$/.test(value)) return value;
  throw new OptionError(
    'option_rule_key_invalid',
    '`ruleKey` is not one: copy it from the console’s page Applications',
  );
}

/** Attributes of a script tag are text. */
function isOn(value: unknown, otherwise: boolean): boolean {
  return value === undefined ? otherwise : value !== false && value !== 'false';
}

function parseMonitor(address: string, pageUrl: string): string {
  try {
    const url = new URL(address, pageUrl);
    if (url.protocol === 'http:' || url.protocol === 'https:') return (url.origin + url.pathname).replace(/\/+$/, '');
  } catch {
    // Falls through to the same message.
  }
  throw new OptionError('option_monitor_invalid', `\`monitor\` is not a web address: ${address.slice(0, 100)}`);
}
