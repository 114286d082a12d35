export { affectsKeeping, isKept } from './children.ts';
export { createLivePage, type LivePage, type LivePageDeps } from './livePage.ts';
export { NOWHERE } from './places.ts';
