import { readFileSync } from 'node:fs';
import { SourceMap } from 'node:module';
import { join } from 'node:path';
import type { CDPSession } from '@playwright/test';

/** What the page's main thread did, by the sampling profiler: time per function of the recorder that is measured. */
export interface FunctionTime {
  /** File and line of the source, and the text that stands there. */
  place: string;
  selfMs: number;
}

export interface ScriptTime {
  totalMs: number;
  functions: FunctionTime[];
}

type Profile = Awaited<ReturnType<typeof stop>>;
type CallFrame = Profile['nodes'][number]['callFrame'];

const SAMPLE_US = 200;
const DIST = join(import.meta.dirname, '../../dist');

export async function startProfile(cdp: CDPSession): Promise<void> {
  await cdp.send('Profiler.enable');
  await cdp.send('Profiler.setSamplingInterval', { interval: SAMPLE_US });
  await cdp.send('Profiler.start');
}

/** @param isOurs whether a script belongs to what is measured, by its address */
export async function stopProfile(cdp: CDPSession, isOurs: (url: string) => boolean): Promise<ScriptTime> {
  const { nodes, samples = [], timeDeltas = [] } = await stop(cdp);
  const parents = new Map(nodes.flatMap(({ id, children = [] }) => children.map((child) => [child, id] as const)));
  const frames = new Map(nodes.map(({ id, callFrame }) => [id, callFrame]));
  // The browser's own functions have no script: their time is that of the function that calls them.
  const callerOf = (id: number | undefined): CallFrame | undefined => {
    const frame = id === undefined ? undefined : frames.get(id);
    if (id === undefined || !frame) return undefined;
    return frame.url === '' ? callerOf(parents.get(id)) : frame;
  };
  const selfUs = new Map<string, { frame: CallFrame; us: number }>();
  samples.forEach((id, index) => {
    const frame = callerOf(id);
    if (!frame || !isOurs(frame.url)) return;
    const key = [frame.url, frame.lineNumber, frame.columnNumber].join(':');
    const known = selfUs.get(key) ?? { frame, us: 0 };
    // A sample stands for the time since the one before it.
    selfUs.set(key, { frame, us: known.us + (timeDeltas[index] ?? 0) });
  });
  const maps = new Map<string, MappedFile | undefined>();
  const functions = [...selfUs.values()].map(({ frame, us }) => ({ place: placeOf(frame, maps), selfMs: us / 1_000 }));
  return { totalMs: functions.reduce((sum, { selfMs }) => sum + selfMs, 0), functions };
}

async function stop(cdp: CDPSession) {
  return (await cdp.send('Profiler.stop')).profile;
}

/** Of all profiles, the costliest first. */
export function costliest(profiles: readonly ScriptTime[], count: number): FunctionTime[] {
  const sums = new Map<string, number>();
  for (const { place, selfMs } of profiles.flatMap(({ functions }) => functions)) {
    sums.set(place, (sums.get(place) ?? 0) + selfMs / profiles.length);
  }
  const sorted = [...sums]
    .map(([place, selfMs]) => ({ place, selfMs }))
    .sort((one, other) => other.selfMs - one.selfMs);
  return sorted.slice(0, count);
}

interface MappedFile {
  map: SourceMap;
  texts: Map<string, string[]>;
}

function placeOf(
  { url, functionName, lineNumber, columnNumber }: CallFrame,
  maps: Map<string, MappedFile | undefined>,
) {
  const { pathname } = new URL(url);
  if (!maps.has(pathname)) maps.set(pathname, readMap(pathname));
  const file = maps.get(pathname);
  const entry = file?.map.findEntry(lineNumber, columnNumber);
  if (!file || !entry || !('originalSource' in entry)) {
    return `${pathname}:${String(lineNumber + 1)} ${functionName || 'without a name'}`;
  }
  const { originalSource, originalLine } = entry;
  const source = originalSource.replace(/^.*node_modules\//, '').replace(/^(\.\.\/)+/, '');
  const text = file.texts.get(originalSource)?.[originalLine]?.trim().slice(0, 60) ?? '';
  return `${source}:${String(originalLine + 1)} ${text}`;
}

/** Of a file of the agent as the monitor serves it: `dist` is its folder `/agent`. */
function readMap(pathname: string): MappedFile | undefined {
  if (!pathname.startsWith('/agent/')) return undefined;
  const path = join(DIST, `${pathname.slice('/agent/'.length)}.map`);
  const payload: unknown = JSON.parse(readFileSync(path, 'utf8'));
  const map = new SourceMap(payload as ConstructorParameters<typeof SourceMap>[0]);
  const { sources, sourcesContent } = map.payload;
  return { map, texts: new Map(sources.map((source, index) => [source, (sourcesContent[index] ?? '').split('\n')])) };
}
