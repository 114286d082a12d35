import type { Assets } from './boot/assets.ts';
import type { Call, Rewindow } from './boot/face.ts';
import type { Options } from './boot/options.ts';
import { createRewindow } from './boot/rewindow.ts';

/**
 * The script tag: `<script src="…/agent/rewindow.js" data-app="KEY" data-monitor="https://…" async></script>`. Makes the
 * global `rewindow`, repeats the calls that the page's snippet has queued, and starts by itself where `data-app` is given.
 */
const script = document.currentScript as HTMLScriptElement | null;
const base = new URL('.', script?.src ?? location.href).href;

// Written out at build time as it stands here: an address that only the running page knows.
const load = (file: string): Promise<unknown> => import(/* @vite-ignore */ base + file);
const rewindow = createRewindow(window, {
  workerUrl: `${base}agent/worker.js`,
  monitor: new URL(base).origin,
  loadAgent: () => load('agent/agent.js') as ReturnType<Assets['loadAgent']>,
  loadVisit: () => load('agent/visit.js') as ReturnType<Assets['loadVisit']>,
  loadVerify: () => load('agent/verify.js') as ReturnType<Assets['loadVerify']>,
  loadWorker: () => load('agent/worker.js') as ReturnType<Assets['loadWorker']>,
});

const page = window as { rewindow?: Partial<Rewindow> & { q?: Call[] } };
// A second tag, of another application, works by its attributes; the global belongs to the first.
const isFirst = page.rewindow?.status === undefined;
const queued = page.rewindow?.q ?? [];
if (isFirst) page.rewindow = rewindow;
// Attributes are texts; options are parsed from those, too.
const options: Options = Object.assign({ app: '' }, script?.dataset);
if (options.app) rewindow.init(options);
if (isFirst) for (const [method, ...args] of queued) (rewindow[method] as (...args: unknown[]) => void)(...args);
