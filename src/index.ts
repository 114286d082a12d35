import { createRewindow } from './boot/rewindow.ts';
import type { Assets } from './boot/assets.ts';
import { createNothing } from './boot/nothing.ts';

export type { Events, Rewindow } from './boot/face.ts';
export type { Options } from './boot/options.ts';
export type { Phase, Status } from './boot/status.ts';
export type { MaskMode } from './browser/privacy.ts';
export type { ConsentState } from './session/consent.ts';

/**
 * The npm entry: the agent of this page, as functions. Importing it does nothing; `init` starts. Bundlers know this form of
 * address and carry the worker's file along, as it is.
 */
const workerUrl = new URL('./worker.js', import.meta.url).href;
const assets: Assets = {
  workerUrl,
  loadAgent: () => import('./boot/agent.ts'),
  loadVisit: () => import('./boot/visits.ts'),
  loadVerify: () => import('./feedback/verify/index.ts'),
  loadWorker: () => import(/* @vite-ignore */ /* webpackIgnore: true */ workerUrl) as ReturnType<Assets['loadWorker']>,
};
const rewindow = typeof window === 'undefined' ? createNothing() : createRewindow(window, assets);

export const { init, identify, track, mark, setContext, provide, status, stop, end } = rewindow;
export const { mask, unmask, block, pause, resume, consent, on } = rewindow;
