import { createRewindow } from './boot/rewindow.ts';

export type { Rewindow } from './boot/face.ts';
export type { Options } from './boot/options.ts';
export type { Phase, Status } from './boot/status.ts';

/** The npm entry: the agent of this page, as functions. Importing it does nothing; `init` starts. */
const rewindow = createRewindow(window, {
  workerUrl: new URL('./worker.js', import.meta.url).href,
  loadAgent: () => import('./boot/agent.ts'),
  loadWorker: () => import('../worker/index.ts'),
});

export const { init, identify, track, mark, status, stop, end } = rewindow;
export default rewindow;
