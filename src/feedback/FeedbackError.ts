/** A question that got no usable answer. */
export class FeedbackError extends Error {
  override readonly name = 'FeedbackError';
  /** Asking again soon would not help: an unknown key, a refused origin, not a monitor at all. */
  readonly isRefusal: boolean;
  readonly retryAfterMs: number | undefined;
  constructor(message: string, isRefusal: boolean, retryAfterMs?: number) {
    super(message);
    this.isRefusal = isRefusal;
    this.retryAfterMs = retryAfterMs;
  }
}
