export type ScreenErrorCode =
  'image_failed' | 'image_target_missing' | 'image_too_large' | 'image_busy' | 'image_postponed';

/** Why there is no image. */
export class ScreenError extends Error {
  override readonly name = 'ScreenError';
  readonly code: ScreenErrorCode;
  constructor(code: ScreenErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}
