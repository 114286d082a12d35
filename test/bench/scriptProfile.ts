import { readFileSync } from 'node:fs';
import { SourceMap } from 'node:module';
import { join } from 'node:path';
import type { CDPSession } from '@playwright/test';
import { READABLE_RECORDER } from './variants.ts';

/** What the page's main thread did, by the sampling profiler: time per function of the recorder that is measured. */
export interface FunctionTime {
  /** File and line of the source, and the text that stands there. */
  place: string;
  selfMs: number;
  /** With that of the functions that it calls. */
  totalMs: number;
}

/** In the browser's own clock, as its trace and its profiler have it, in microseconds. */
export interface Span {
  from: number;
  to: number;
}

export interface ScriptTime {
  totalMs: number;
  functions: FunctionTime[];
}

type Profile = Awaited<ReturnType<typeof stop>>;
type CallFrame = Profile['nodes'][number]['callFrame'];

const SAMPLE_US = 100;
const DIST = join(import.meta.dirname, '../../dist');

export interface RunningProfile {
  /**
   * @param isOurs whether a script belongs to what is measured, by its address
   * @returns asked for what was measured in all, or within these spans
   */
  stop(isOurs: (url: string) => boolean): Promise<(spans?: readonly Span[]) => ScriptTime>;
}

/**
 * Samples are taken of a thread that runs, so that their share of all samples is a share of the thread's CPU time; the
 * time between them is not used, because it grows with what else the machine does.
 */
export async function startProfile(cdp: CDPSession): Promise<RunningProfile> {
  await cdp.send('Performance.enable', { timeDomain: 'threadTicks' });
  await cdp.send('Profiler.enable');
  await cdp.send('Profiler.setSamplingInterval', { interval: SAMPLE_US });
  const before = await readCpuMs(cdp);
  await cdp.send('Profiler.start');
  return {
    async stop(isOurs) {
      const profile = await stop(cdp);
      const cpuMs = (await readCpuMs(cdp)) - before;
      return (spans) => attribute(profile, cpuMs, isOurs, spans);
    },
  };
}

function attribute(
  profile: Profile,
  cpuMs: number,
  isOurs: (url: string) => boolean,
  spans?: readonly Span[],
): ScriptTime {
  const { nodes } = profile;
  const parents = new Map(nodes.flatMap(({ id, children = [] }) => children.map((child) => [child, id] as const)));
  const frames = new Map(nodes.map(({ id, callFrame }) => [id, callFrame]));
  // The browser's own functions have no script: their time is that of the function that calls them.
  const callerOf = (id: number | undefined): CallFrame | undefined => {
    const frame = id === undefined ? undefined : frames.get(id);
    if (id === undefined || !frame) return undefined;
    return frame.url === '' ? callerOf(parents.get(id)) : frame;
  };
  const isBusy = (id: number) => frames.get(id)?.functionName !== '(idle)';
  const samples = samplesOf(profile).filter(({ id }) => isBusy(id));
  const sampleMs = cpuMs / Math.max(samples.length, 1);
  const isWanted = ({ at }: Sample) => spans?.some(({ from, to }) => from <= at && at < to) ?? true;
  const counts = new Map<string, { frame: CallFrame; self: number; total: number }>();
  const countOf = (frame: CallFrame) => {
    const key = [frame.url, frame.lineNumber, frame.columnNumber].join(':');
    const known = counts.get(key) ?? { frame, self: 0, total: 0 };
    counts.set(key, known);
    return known;
  };
  for (const { id } of samples.filter(isWanted)) {
    const frame = callerOf(id);
    if (!frame || !isOurs(frame.url)) continue;
    countOf(frame).self += 1;
    const calling = new Set<CallFrame>();
    for (let at: number | undefined = id; at !== undefined; at = parents.get(at)) {
      const one = frames.get(at);
      if (one && isOurs(one.url)) calling.add(one);
    }
    for (const counted of new Set([...calling].map(countOf))) counted.total += 1;
  }
  const maps = new Map<string, MappedFile | undefined>();
  const functions = [...counts.values()].map(({ frame, self, total }) => ({
    ...{ place: placeOf(frame, maps), selfMs: self * sampleMs, totalMs: total * sampleMs },
  }));
  return { totalMs: functions.reduce((sum, { selfMs }) => sum + selfMs, 0), functions };
}

interface Sample {
  id: number;
  at: number;
}

function samplesOf({ samples = [], timeDeltas = [], startTime }: Profile): Sample[] {
  let at = startTime;
  return samples.map((id, index) => ({ id, at: (at += timeDeltas[index] ?? 0) }));
}

async function readCpuMs(cdp: CDPSession): Promise<number> {
  const { metrics } = await cdp.send('Performance.getMetrics');
  return (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN) * 1_000;
}

async function stop(cdp: CDPSession) {
  return (await cdp.send('Profiler.stop')).profile;
}

/** Of all profiles, the costliest first. */
export function costliest(
  profiles: readonly ScriptTime[],
  count: number,
  by: 'selfMs' | 'totalMs' = 'selfMs',
): FunctionTime[] {
  const sums = new Map<string, FunctionTime>();
  for (const { place, selfMs, totalMs } of profiles.flatMap(({ functions }) => functions)) {
    const sum = sums.get(place) ?? { place, selfMs: 0, totalMs: 0 };
    sums.set(place, sum);
    sum.selfMs += selfMs / profiles.length;
    sum.totalMs += totalMs / profiles.length;
  }
  return [...sums.values()].sort((one, other) => other[by] - one[by]).slice(0, count);
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
    const text = pathname === '/bench/plain.js' ? readPlain()[lineNumber]?.trim().slice(0, 60) : functionName;
    return `${pathname}:${String(lineNumber + 1)} ${text ?? functionName}`;
  }
  const { originalSource, originalLine } = entry;
  const source = originalSource.replace(/^.*node_modules\//, '').replace(/^(\.\.\/)+/, '');
  const text = file.texts.get(originalSource)?.[originalLine]?.trim().slice(0, 60) ?? '';
  return `${source}:${String(originalLine + 1)} ${text}`;
}

/** The plain recorder as it is served for profiles: in a form that can be read. */
function readPlain(): string[] {
  return readFileSync(READABLE_RECORDER, 'utf8').split('\n');
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
