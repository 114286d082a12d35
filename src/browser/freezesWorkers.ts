/**
 * WebKit freezes a worker together with its page when that goes into the back/forward cache, even in the middle of a
 * transaction, which then holds up the database in every other page of the origin. There is no feature to ask for it.
 */
export function freezesWorkers({ navigator }: Window): boolean {
  return navigator.vendor.startsWith('Apple');
}
