import { createLazyImaging, type LazyImaging, type LazyImagingScope } from './lazyImaging.ts';
import { askProvider } from './providers.ts';

/** What some rules ask for on occasions: images, at a record or regularly, and data of the host. */
export interface Occasions extends LazyImaging {
  /** The host's data under this name, read by `read` where it provides them. */
  ask(name: string, read: (() => unknown) | undefined): void;
}

export interface OccasionsScope extends LazyImagingScope {
  emit: Parameters<typeof askProvider>[0]['emit'];
}

export function createOccasions(scope: OccasionsScope): Occasions {
  return {
    ...createLazyImaging(scope),
    ask(name, read) {
      askProvider(scope, name, read);
    },
  };
}
