import { MASK_MODES, type MaskMode } from '../browser/privacy.ts';
import { OptionError } from './options.ts';

/** The options that capturing needs, parsed where its code is. */
export interface CaptureOptions {
  mask: MaskMode;
  urlParameters: string[];
  correlate: string[];
  /** Origins whose frames may add to the page's recording. */
  frames: string[];
}

/**
 * @param value untrusted; attributes of a script tag give lists as text with blanks or commas between the entries
 * @throws {OptionError} rather than to mask less than was meant
 */
export function parseCaptureOptions(value: unknown): CaptureOptions {
  const options = (typeof value === 'object' && value !== null ? value : {}) as Record<string, unknown>;
  return {
    mask: parseMask(options['mask']),
    urlParameters: parseList(options, 'urlParameters'),
    correlate: parseList(options, 'correlate'),
    frames: parseList(options, 'frames'),
  };
}

function parseMask(value: unknown): MaskMode {
  if (value === undefined) return 'inputs';
  const mode = MASK_MODES.find((known) => known === value);
  if (mode === undefined) throw new OptionError('option_mask_invalid', '`mask` is inputs, text or all');
  return mode;
}

function parseList(options: Record<string, unknown>, name: string): string[] {
  const value = options[name] ?? [];
  const list: unknown[] | undefined =
    typeof value === 'string' ? value.split(/[\s,]+/) : Array.isArray(value) ? value : undefined;
  const texts = list?.filter((entry) => typeof entry === 'string');
  if (!texts || texts.length !== list?.length) {
    throw new OptionError('option_list_invalid', `\`${name}\` is a list of texts`);
  }
  return texts.filter((entry) => entry !== '');
}
