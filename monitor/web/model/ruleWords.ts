import { RECORD_KINDS } from 'rewindow/wire';

/** What can be written in a rule set, for completion. The monitor's check has the last word. */
export interface RuleWord {
  label: string;
  detail: string;
}

const words = (detail: string, ...labels: string[]): RuleWord[] => labels.map((label) => ({ label, detail }));

/** Words of the JSON: keys and values that stand in quotes. */
export const JSON_WORDS: RuleWord[] = [
  ...words('section', 'version', 'name', 'states', 'capture', 'screen', 'buffer', 'triggers'),
  ...words('of a rule', 'id', 'state', 'when', 'where', 'limits', 'instructions', 'enter', 'exit', 'kinds', 'target'),
  ...words('of a screen rule', 'minIntervalMs', 'maxCount'),
  ...words('of a trigger', 'type', 'times', 'withinMs', 'by', 'of', 'above', 'below', 'perSession', 'coolDownMs'),
  ...words('of the buffer', 'minutes', 'maxBytes', 'checkpointEveryMs'),
  ...words(
    'of an instruction',
    'order',
    'verb',
    'lastMs',
    'liveMs',
    'forMs',
    'olderThanMs',
    'title',
    'text',
    'actions',
  ),
  ...words('limit of an instruction', 'maxMs', 'maxBytes', 'maxCount', 'untilState'),
  ...words('verb', 'send', 'hold', 'drop', 'capture', 'image', 'assist.message', 'rules', 'stop'),
  ...words('type of a trigger', 'match', 'count', 'value'),
  ...words('where it runs', 'page', 'monitor'),
  ...words('kind', ...RECORD_KINDS),
];

/** Words of a condition. */
export const CONDITION_WORDS: RuleWord[] = [
  ...words('every record', 'record.kind', 'record.at'),
  ...words(
    'network',
    'record.status',
    'record.method',
    'record.url',
    'record.path',
    'record.durationMs',
    'record.failed',
  ),
  ...words('pointer, input', 'record.type', 'record.selector', 'record.label', 'record.field', 'record.length'),
  ...words('console, error', 'record.level', 'record.message', 'record.name'),
  ...words('custom', 'record.data'),
  ...words('session', 'session.user', 'session.traits', 'session.states', 'session.startedAt'),
  ...words('page', 'page.url', 'page.path'),
];
