import type { ErrorCode } from './errors.ts';

/** Something that crossed a border and is not what the contract says. */
export class WireError extends Error {
  override readonly name = 'WireError';
  readonly code: ErrorCode;
  constructor(code: ErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}
