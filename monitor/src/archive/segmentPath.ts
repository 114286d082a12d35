import path from 'node:path';
import type { SegmentKey } from '../ports/index.ts';

const NAME = /^[A-Za-z0-9_-]{1,64}$/;
const FILE = /^(\d+)-(\d+)(?:-([0-9a-f]{32}))?\.rws$/;

/**
 * Where a segment lies: `app/xx/session/page/first-last.rws`, a partial one in `first-last-hash.rws`. `xx` are the last two
 * digits of the session's id, which are random where the first ones are time: they spread the sessions over 256 folders.
 */
export function segmentPath(key: SegmentKey): string {
  const part = key.part === undefined ? '' : `-${checkName(key.part)}`;
  const file = `${String(key.first)}-${String(key.last)}${part}.rws`;
  return path.join(sessionFolder(key.app, key.sessionId), checkName(key.pageId), file);
}

export function sessionFolder(app: string, sessionId: string): string {
  return path.join(checkName(app), checkName(sessionId).slice(-2), sessionId);
}

/** Undefined where the path is not one of a segment. */
export function parseSegmentPath(relative: string): SegmentKey | undefined {
  const [app, , sessionId, pageId, file, ...more] = relative.split(path.sep);
  const range = FILE.exec(file ?? '');
  if (app === undefined || sessionId === undefined || pageId === undefined || !range || more.length > 0)
    return undefined;
  const [, first, last, part] = range;
  const key = { app, sessionId, pageId, first: Number(first), last: Number(last) };
  return part === undefined ? key : { ...key, part };
}

/** Names become folders, so nothing else may come through. */
function checkName(name: string): string {
  if (NAME.test(name)) return name;
  throw new RangeError(`not a name of the archive: ${JSON.stringify(name)}`);
}
