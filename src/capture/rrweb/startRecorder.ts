import { record } from '@rrweb/record';
import { BLOCK, IGNORE } from '../../browser/marks.ts';
import type { RecordData } from '../../wire/record.ts';
import type { StartRecorder } from '../recorder.ts';
import { createCanvasIds } from './canvasIds.ts';
import { EVENT, type DomEvent } from '../domEvent.ts';
import { maskValue } from '../masking/maskValue.ts';
import { maskEvent } from './maskEvent.ts';
import { createPatchLog } from './patches.ts';
import { createErrorHandler } from '../recorderErrors.ts';
import { createThinner } from './thinner.ts';
import { refuseRecorder } from './refuseRecorder.ts';
import { trackShadowInput } from './trackShadowInput.ts';

/** What the recorder's library takes; kept together because each entry is a decision about privacy or cost. */
const RECORD_OPTIONS = {
  maskAllInputs: true,
  blockClass: 'rewindow-block',
  blockSelector: BLOCK,
  ignoreClass: 'rewindow-ignore',
  ignoreSelector: `${IGNORE},${IGNORE} *`,
  inlineStylesheet: true,
  inlineImages: false,
  collectFonts: false,
  recordCanvas: false,
  slimDOMOptions: 'all',
  sampling: { mousemove: 50, scroll: 150, media: 800, input: 'last' },
  recordAfter: 'DOMContentLoaded',
} as const;

/**
 * Records the DOM by rrweb, masked. Begins when the document has been parsed. Events keep rrweb's form; their time is the
 * page clock's, so that they stand right among other records.
 *
 * Not masked: names of classes and ids, addresses of images and styles, which of several radio buttons or check boxes is
 * set; what else, docs/privacy.md says.
 */
export const startRecorder: StartRecorder = (emit, scope) => {
  if (isTaken()) return refuseRecorder(emit, scope);
  let isRunning = true;
  let checkpointCount = 0;
  let isThin = false;
  const canvasIds = createCanvasIds(record.mirror);
  const thinner = createThinner();
  const patches = createPatchLog(scope.window);
  const findNode = (id: number) => record.mirror.getNode(id);
  const maskInputFn = (value: string, element: Element) => maskValue(value, element, scope.privacy);
  const take = scope.guard((event: DomEvent) => {
    if (!isRunning) return;
    if (event.type === EVENT.meta) checkpointCount += 1;
    // Nothing can be replayed before the first checkpoint.
    if (checkpointCount === 0 || !maskEvent(event, findNode, scope.privacy)) return;
    canvasIds.note(event);
    const at = scope.now();
    if (!isThin || thinner.take(event, at)) emit({ kind: 'dom', at, data: toData(event, at) });
  });
  const release = scope.guard(() => {
    const data = isRunning ? thinner.release() : undefined;
    const at = scope.now();
    if (data) emit({ kind: 'dom', at, data: toData({ type: EVENT.incremental, timestamp: at, data }, at) });
  });
  let end: (() => void) | undefined;
  patches.patching(() => {
    end = record({ ...RECORD_OPTIONS, maskInputFn, emit: take, errorHandler: createErrorHandler(emit, scope) });
  });
  const shadowInput = trackShadowInput(
    scope,
    (field) => record.mirror.getId(field),
    (data) => take({ type: EVENT.incremental, timestamp: 0, data }),
  );
  const stop = () => {
    if (!isRunning) return;
    release();
    isRunning = false;
    shadowInput.stop();
    patches.ending(() => end?.());
    // It would hold the page's nodes.
    record.mirror.reset();
  };
  return {
    idOf,
    canvases: canvasIds.canvases,
    checkpointCount: () => checkpointCount,
    thin(wanted) {
      release();
      isThin = wanted;
    },
    hasMissed: () => false,
    checkpoint: scope.guard(() => {
      if (isRunning && checkpointCount > 0) patches.patching(() => record.takeFullSnapshot(true));
    }),
    flush: release,
    finish: stop,
    stop,
  };
};

/** The library's build tells it (`rollup.slim.mjs`): its state is one for all who import it. */
function isTaken(): boolean {
  const { isRecording } = record as { isRecording?: () => boolean };
  return isRecording?.() ?? false;
}

/** The library says -1 of what it doesn't know. */
function idOf(node: Node): number | undefined {
  const id = record.mirror.getId(node);
  return id > 0 ? id : undefined;
}

function toData(event: DomEvent, at: number): RecordData<'dom'> {
  const timed = { ...event, data: event.data, timestamp: at };
  return event.type === EVENT.meta ? { event: timed, checkpoint: true } : { event: timed };
}
