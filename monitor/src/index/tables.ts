import type { Generated } from 'kysely';

/** Columns of the database, by area. Times are epoch milliseconds, `…_json` is JSON text, flags are 0 or 1. */
export interface AppTables {
  apps: { key: string; name: string; allowed_origins_json: string; created_at: number };
  /** One row: the operator's password. */
  credentials: { name: string; hash: string };
  tokens: { token_hash: string; expires_at: number };
}

export interface SessionTables {
  /** Derived from summaries and segments; what the list of sessions shows. */
  sessions: {
    session_id: string;
    app: string;
    user: string | null;
    started_at: number;
    last_at: number;
    state: string;
    url: string;
    user_agent: string;
    page_count: number;
    error_count: number;
    failed_request_count: number;
    archived_record_count: number;
    archived_bytes: number;
    archived_from_at: number | null;
    archived_to_at: number | null;
    fired_triggers_json: string;
  };
  /** The newest summary of each page. */
  summaries: { page_id: string; session_id: string; app: string; at: number; summary_json: string };
  /** Sessions that must not come back. */
  erased_sessions: { session_id: string; app: string };
  /** The archived ranges, each with the facts that a session without a summary shows. */
  segments: {
    page_id: string;
    first: number;
    last: number;
    /** As in the segment's key; '' of a whole one. */
    part: string;
    session_id: string;
    tab_id: string;
    app: string;
    first_at: number;
    last_at: number;
    checkpoint: number;
    clock_offset_ms: number;
    bytes: number;
    user: string | null;
    url: string | null;
    /** These three count each record in one segment only, in the one that owns it. */
    record_count: number;
    error_count: number;
    failed_request_count: number;
    fired_triggers_json: string;
    /** Runs of the numbers that a partial one holds; null of a whole one. */
    sequences_json: string | null;
    /** Runs of the numbers that it owns; null where these are all that it holds. */
    owned_json: string | null;
  };
  /** Text of records, to be searched through `record_texts_index`. */
  record_texts: {
    id: Generated<number>;
    session_id: string;
    page_id: string;
    sequence: number;
    /** `error`, `url` or `text`: what a filter looks into. */
    category: string;
    text: string;
  };
  /** FTS5 over `record_texts.text`; triggers keep it. Its hidden column of the same name takes the query. */
  record_texts_index: { rowid: number; text: string; record_texts_index: string };
}

export interface RuleTables {
  rule_revisions: {
    app: string;
    revision: number;
    hash: string;
    published_at: number;
    name: string;
    text: string;
    published_json: string;
    /** Of the sessions that it was given last. */
    share: Generated<number>;
    note: string | null;
  };
  /** One trial of a draft per application. */
  rule_trials: { app: string; trial_json: string };
  /** What triggers of the monitor would have done in that trial. */
  trial_firings: {
    app: string;
    session_id: string;
    trigger_id: string;
    count: number;
    first_at: number;
    last_at: number;
  };
  user_lists: { app: string; id: string; users_json: string; updated_at: number };
  /** The monitor's private keys, PKCS 8 in PEM. */
  signing_keys: { name: string; private_key: string };
}

export interface InstructionTables {
  instructions: {
    cursor: Generated<number>;
    id: string;
    app: string;
    session_id: string;
    issued_at: number;
    expires_at: number;
    instruction_json: string;
    /** Addressed instead of a session, which is empty then; each session has a row of its own beside it. */
    user: string | null;
  };
  acknowledgements: {
    app: string;
    session_id: string;
    tab_id: string;
    page_id: string;
    at: number;
    outcome: string;
    instruction_id: string | null;
    rules_hash: string | null;
    verb: string | null;
    trigger_id: string | null;
    depth: number | null;
    code: string | null;
    message: string | null;
    /** By the monitor's clock; `at` is by the page's. */
    received_at: number;
  };
}

export interface Schema extends AppTables, SessionTables, RuleTables, InstructionTables {}
