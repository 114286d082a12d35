import { Acknowledgement } from 'rewindow/wire';
import * as v from 'valibot';
import type { InstructionTables } from '../index/tables.ts';

type Row = InstructionTables['acknowledgements'];

export function toAcknowledgementRow(app: string, acknowledgement: Acknowledgement, receivedAt: number): Row {
  return {
    app,
    session_id: acknowledgement.sessionId,
    tab_id: acknowledgement.tabId,
    page_id: acknowledgement.pageId,
    at: acknowledgement.at,
    outcome: acknowledgement.outcome,
    instruction_id: acknowledgement.instructionId ?? null,
    rules_hash: acknowledgement.rulesHash ?? null,
    verb: acknowledgement.verb ?? null,
    trigger_id: acknowledgement.triggerId ?? null,
    depth: acknowledgement.depth ?? null,
    code: acknowledgement.code ?? null,
    message: acknowledgement.message ?? null,
    received_at: receivedAt,
  };
}

export function fromAcknowledgementRow(row: Row): Acknowledgement {
  const fields = {
    sessionId: row.session_id,
    tabId: row.tab_id,
    pageId: row.page_id,
    at: row.at,
    outcome: row.outcome,
    instructionId: row.instruction_id,
    rulesHash: row.rules_hash,
    verb: row.verb,
    triggerId: row.trigger_id,
    depth: row.depth,
    code: row.code,
    message: row.message,
  };
  return v.parse(Acknowledgement, Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null)));
}
