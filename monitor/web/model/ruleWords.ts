import { RECORD_KINDS } from 'rewindow/wire';

/** What can be written in a rule set, for completion. The monitor's check has the last word. */
export interface RuleWord {
  label: string;
  detail: string;
}

const words = (detail: string, ...labels: string[]): RuleWord[] => labels.map((label) => ({ label, detail }));

/** Words of the JSON: keys and values that stand in quotes. */
export const JSON_WORDS: RuleWord[] = [
  ...words(
    'section',
    'version',
    'name',
    'states',
    'capture',
    'screen',
    'providers',
    'buffer',
    'session',
    'privacy',
    'sample',
    'triggers',
  ),
  ...words('of a rule', 'id', 'state', 'when', 'where', 'limits', 'instructions', 'enter', 'exit', 'kinds', 'target'),
  ...words('of a screen rule', 'everyMs', 'minIntervalMs', 'maxCount'),
  ...words('of a provider rule', 'provider'),
  ...words('of a capture rule', 'fields', 'network', 'pointer', 'frustration', 'canvas', 'assets'),
  ...words('of network', 'sockets', 'resources', 'headers', 'bodies', 'correlate'),
  ...words('of bodies', 'url', 'request', 'response', 'types', 'redact'),
  ...words('of pointer', 'moveEveryMs'),
  ...words('of frustration', 'rageClickCount', 'rageWithinMs', 'rageRadiusPx', 'deadAfterMs', 'errorWithinMs'),
  ...words('of frustration', 'thrashTurnCount', 'thrashWithinMs'),
  ...words('of canvas', 'quality'),
  ...words('of the session', 'idleMinutes', 'maxMinutes'),
  ...words('of privacy', 'mask', 'inputs', 'all'),
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
  ...words('error', 'record.directive', 'record.disposition'),
  ...words('frustration', 'record.count'),
  ...words('performance', 'record.amount', 'record.rating', 'record.blockingMs'),
  ...words('custom, context, provider', 'record.data'),
  ...words('session', 'session.user', 'session.traits', 'session.states', 'session.startedAt'),
  ...words('page', 'page.url', 'page.path'),
];
