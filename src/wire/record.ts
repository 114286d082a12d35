import * as v from 'valibot';
import { AgentData, AssistData, InstructionData, StateData, TriggerData } from './data/agent.ts';
import { AssetData, DomData, TileData } from './data/dom.ts';
import { ConsentData, ContextData, CustomData, IdentifyData, MarkData, ProviderData } from './data/host.ts';
import { NetworkData } from './data/network.ts';
import { ConsoleData, ErrorData, NavigationData, PageData, PerformanceData } from './data/page.ts';
import { FrustrationData, InputData, PointerData, ScrollData } from './data/user.ts';
import { Count, EpochMs, Uuid } from './ids.ts';
import type { RecordKind } from './recordKinds.ts';

/**
 * A record is one captured fact: `{ sequence, at, kind, data }`. `sequence` counts from 0 per page without gaps, `at` is
 * epoch milliseconds by the page's clock. Strings in `data` have been masked before the record was made.
 */
export const RECORD_DATA = {
  dom: DomData,
  input: InputData,
  pointer: PointerData,
  scroll: ScrollData,
  frustration: FrustrationData,
  navigation: NavigationData,
  network: NetworkData,
  performance: PerformanceData,
  console: ConsoleData,
  error: ErrorData,
  page: PageData,
  tile: TileData,
  asset: AssetData,
  custom: CustomData,
  mark: MarkData,
  identify: IdentifyData,
  context: ContextData,
  provider: ProviderData,
  consent: ConsentData,
  state: StateData,
  trigger: TriggerData,
  instruction: InstructionData,
  assist: AssistData,
  agent: AgentData,
} satisfies { [K in RecordKind]: v.GenericSchema };

export type RecordData<K extends RecordKind> = v.InferOutput<(typeof RECORD_DATA)[K]>;

/** A captured fact before the worker has stamped it. */
export type Capture = { [K in RecordKind]: { kind: K; at: number; data: RecordData<K> } }[RecordKind];
/** A captured fact with its place in the page. */
export type Record = Capture & { sequence: number };
/** A record with the ids that it shares with its segment. */
export type StampedRecord = Record & { sessionId: string; tabId: string; pageId: string };

const record = <K extends RecordKind>(kind: K) =>
  v.object({ kind: v.literal(kind), at: EpochMs, sequence: Count, data: RECORD_DATA[kind] });

/** Schema of a record; `RecordSchema` because `Record` is its type. */
export const RecordSchema = v.variant('kind', [
  record('dom'),
  record('input'),
  record('pointer'),
  record('scroll'),
  record('frustration'),
  record('navigation'),
  record('network'),
  record('performance'),
  record('console'),
  record('error'),
  record('page'),
  record('tile'),
  record('asset'),
  record('custom'),
  record('mark'),
  record('identify'),
  record('context'),
  record('provider'),
  record('consent'),
  record('state'),
  record('trigger'),
  record('instruction'),
  record('assist'),
  record('agent'),
]);

/** The ids that place a record: whose visit, which browser tab, which document. */
export const PageIds = v.object({ sessionId: Uuid, tabId: Uuid, pageId: Uuid });
export type PageIds = v.InferOutput<typeof PageIds>;
