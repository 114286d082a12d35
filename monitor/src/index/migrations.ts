/** Verbs of earlier versions, and what they are called now. */
const NEW_VERBS: readonly (readonly [string, string])[] = [
  ['send', 'buffer.send'],
  ['hold', 'buffer.hold'],
  ['drop', 'buffer.drop'],
  ['capture', 'capture.start'],
  ['stop', 'agent.sleep'],
];

/** What stands between name and value where people write JSON by hand, and where programs do. */
const COLONS = [':', ': ', ' : ', ' :'];

function withNewVerbs(column: string): string {
  const pairs = NEW_VERBS.flatMap(([before, after]) =>
    COLONS.map((colon) => [`"verb"${colon}"${before}"`, `"verb"${colon}"${after}"`] as const),
  );
  return pairs.reduce((text, [before, after]) => `replace(${text}, '${before}', '${after}')`, column);
}

function newVerb(column: string): string {
  const cases = NEW_VERBS.map(([before, after]) => `WHEN '${before}' THEN '${after}'`);
  return `CASE ${column} ${cases.join(' ')} ELSE ${column} END`;
}

/**
 * The steps that bring a database to the present form, in order; each runs once, in a transaction. `user_version` of the
 * file counts them. Published steps never change: what is wrong is mended by a further step.
 */
export const MIGRATIONS: readonly string[] = [
  `
  CREATE TABLE apps (
    key TEXT PRIMARY KEY, name TEXT NOT NULL, allowed_origins_json TEXT NOT NULL, created_at REAL NOT NULL
  );
  CREATE TABLE credentials (name TEXT PRIMARY KEY, hash TEXT NOT NULL);
  CREATE TABLE tokens (token_hash TEXT PRIMARY KEY, expires_at REAL NOT NULL);

  CREATE TABLE sessions (
    session_id TEXT PRIMARY KEY, app TEXT NOT NULL, user TEXT, started_at REAL NOT NULL, last_at REAL NOT NULL,
    state TEXT NOT NULL, url TEXT NOT NULL, user_agent TEXT NOT NULL, page_count INTEGER NOT NULL,
    error_count INTEGER NOT NULL, failed_request_count INTEGER NOT NULL, archived_record_count INTEGER NOT NULL,
    archived_bytes INTEGER NOT NULL, archived_from_at REAL, archived_to_at REAL, fired_triggers_json TEXT NOT NULL
  );
  CREATE INDEX sessions_by_time ON sessions (started_at, session_id);
  CREATE INDEX sessions_by_app ON sessions (app, started_at, session_id);

  CREATE TABLE summaries (
    page_id TEXT PRIMARY KEY, session_id TEXT NOT NULL, app TEXT NOT NULL, at REAL NOT NULL, summary_json TEXT NOT NULL
  );
  CREATE INDEX summaries_by_session ON summaries (session_id);

  CREATE TABLE segments (
    page_id TEXT NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL, session_id TEXT NOT NULL, tab_id TEXT NOT NULL,
    app TEXT NOT NULL, first_at REAL NOT NULL, last_at REAL NOT NULL, checkpoint INTEGER NOT NULL,
    clock_offset_ms REAL NOT NULL, bytes INTEGER NOT NULL, user TEXT, url TEXT, error_count INTEGER NOT NULL,
    failed_request_count INTEGER NOT NULL, fired_triggers_json TEXT NOT NULL,
    PRIMARY KEY (page_id, first)
  );
  CREATE INDEX segments_by_session ON segments (session_id, page_id, first);

  CREATE TABLE record_texts (
    id INTEGER PRIMARY KEY, session_id TEXT NOT NULL, page_id TEXT NOT NULL, sequence INTEGER NOT NULL,
    category TEXT NOT NULL, text TEXT NOT NULL
  );
  CREATE INDEX record_texts_by_session ON record_texts (session_id);
  CREATE UNIQUE INDEX record_texts_by_record ON record_texts (page_id, sequence, category);
  CREATE VIRTUAL TABLE record_texts_index USING fts5 (
    text, content = 'record_texts', content_rowid = 'id', tokenize = 'unicode61 remove_diacritics 2', prefix = '3'
  );
  CREATE TRIGGER record_texts_added AFTER INSERT ON record_texts BEGIN
    INSERT INTO record_texts_index (rowid, text) VALUES (new.id, new.text);
  END;
  CREATE TRIGGER record_texts_removed AFTER DELETE ON record_texts BEGIN
    INSERT INTO record_texts_index (record_texts_index, rowid, text) VALUES ('delete', old.id, old.text);
  END;

  CREATE TABLE rule_revisions (
    app TEXT NOT NULL, revision INTEGER NOT NULL, hash TEXT NOT NULL, published_at REAL NOT NULL, name TEXT NOT NULL,
    text TEXT NOT NULL, published_json TEXT NOT NULL,
    PRIMARY KEY (app, revision)
  );

  CREATE TABLE instructions (
    cursor INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, app TEXT NOT NULL, session_id TEXT NOT NULL,
    issued_at REAL NOT NULL, expires_at REAL NOT NULL, instruction_json TEXT NOT NULL
  );
  CREATE INDEX instructions_by_session ON instructions (session_id, cursor);

  CREATE TABLE acknowledgements (
    app TEXT NOT NULL, session_id TEXT NOT NULL, tab_id TEXT NOT NULL, page_id TEXT NOT NULL, at REAL NOT NULL,
    outcome TEXT NOT NULL, instruction_id TEXT, rules_hash TEXT, verb TEXT, trigger_id TEXT, code TEXT, message TEXT
  );
  CREATE UNIQUE INDEX acknowledgements_once ON acknowledgements (
    coalesce(instruction_id, ''), coalesce(rules_hash, ''), page_id, outcome
  );
  CREATE INDEX acknowledgements_by_session ON acknowledgements (session_id);
  CREATE INDEX acknowledgements_by_rules ON acknowledgements (app, rules_hash, at);
  `,
  `
  CREATE TABLE erased_sessions (session_id TEXT PRIMARY KEY, app TEXT NOT NULL);
  `,
  `
  ALTER TABLE rule_revisions ADD COLUMN share REAL NOT NULL DEFAULT 1;
  ALTER TABLE rule_revisions ADD COLUMN note TEXT;
  UPDATE rule_revisions SET text = ${withNewVerbs('text')}, published_json = ${withNewVerbs('published_json')};
  UPDATE instructions SET instruction_json = ${withNewVerbs('instruction_json')};
  UPDATE acknowledgements SET verb = ${newVerb('verb')};

  CREATE TABLE rule_trials (app TEXT PRIMARY KEY, trial_json TEXT NOT NULL);
  CREATE TABLE trial_firings (
    app TEXT NOT NULL, session_id TEXT NOT NULL, trigger_id TEXT NOT NULL, count INTEGER NOT NULL, first_at REAL NOT NULL,
    last_at REAL NOT NULL,
    PRIMARY KEY (app, session_id, trigger_id)
  );
  CREATE INDEX trial_firings_by_session ON trial_firings (session_id);
  CREATE TABLE user_lists (
    app TEXT NOT NULL, id TEXT NOT NULL, users_json TEXT NOT NULL, updated_at REAL NOT NULL,
    PRIMARY KEY (app, id)
  );
  CREATE TABLE signing_keys (name TEXT PRIMARY KEY, private_key TEXT NOT NULL);

  ALTER TABLE instructions ADD COLUMN user TEXT;
  CREATE INDEX instructions_by_user ON instructions (app, user, cursor) WHERE user IS NOT NULL;

  ALTER TABLE acknowledgements ADD COLUMN depth INTEGER;
  ALTER TABLE acknowledgements ADD COLUMN received_at REAL NOT NULL DEFAULT 0;
  UPDATE acknowledgements SET received_at = at;
  UPDATE acknowledgements SET
    verb = substr(verb, 1, 100), code = substr(code, 1, 100), rules_hash = substr(rules_hash, 1, 64);
  DELETE FROM acknowledgements WHERE rules_hash IS NOT NULL AND rowid NOT IN (
    SELECT max(rowid) FROM acknowledgements WHERE rules_hash IS NOT NULL GROUP BY app, page_id
  );
  DROP INDEX acknowledgements_once;
  CREATE UNIQUE INDEX acknowledgements_once ON acknowledgements (
    app, coalesce(instruction_id, ''), coalesce(rules_hash, ''), page_id, outcome
  );
  CREATE INDEX acknowledgements_by_page ON acknowledgements (app, page_id, at) WHERE rules_hash IS NOT NULL;
  CREATE INDEX acknowledgements_by_age ON acknowledgements (received_at);
  CREATE INDEX instructions_by_end ON instructions (expires_at);
  CREATE INDEX sessions_by_user ON sessions (app, user, last_at) WHERE user IS NOT NULL;

  CREATE TABLE segments_with_parts (
    page_id TEXT NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL, part TEXT NOT NULL, session_id TEXT NOT NULL,
    tab_id TEXT NOT NULL, app TEXT NOT NULL, first_at REAL NOT NULL, last_at REAL NOT NULL, checkpoint INTEGER NOT NULL,
    clock_offset_ms REAL NOT NULL, bytes INTEGER NOT NULL, user TEXT, url TEXT, record_count INTEGER NOT NULL,
    error_count INTEGER NOT NULL, failed_request_count INTEGER NOT NULL, fired_triggers_json TEXT NOT NULL,
    sequences_json TEXT, owned_json TEXT,
    PRIMARY KEY (page_id, first, last, part)
  );
  INSERT INTO segments_with_parts SELECT
    page_id, first, last, '', session_id, tab_id, app, first_at, last_at, checkpoint, clock_offset_ms, bytes, user, url,
    last - first + 1, error_count, failed_request_count, fired_triggers_json, NULL, NULL
  FROM segments;
  DROP TABLE segments;
  ALTER TABLE segments_with_parts RENAME TO segments;
  CREATE INDEX segments_by_session ON segments (session_id, page_id, first);
  `,
];
