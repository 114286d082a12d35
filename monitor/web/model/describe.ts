import { describeConsole, describeError, describeNetwork, describePage, describePerformance } from './describePage.ts';
import { describeFrustration, describeInput, describePointer, namesOf } from './describeUser.ts';
import { counted, joinParts } from './lineParts.ts';
import type { SessionRecord } from './sessionRecord.ts';

/** A record in one line: what happened, to what. Plain text; recorded strings are never markup. */
export function describeRecord(record: SessionRecord): { title: string; detail: string } {
  const { kind, data } = record;
  switch (kind) {
    case 'input':
      return describeInput(data);
    case 'pointer':
      return describePointer(data);
    case 'scroll':
      return { title: 'scroll', detail: `to ${String(Math.round(data.y))} px in ${data.selector}` };
    case 'frustration':
      return describeFrustration(data);
    case 'navigation':
      return { title: data.type === 'load' ? 'page' : data.type, detail: joinParts(data.path, data.title) };
    case 'network':
      return describeNetwork(data);
    case 'performance':
      return describePerformance(data);
    case 'console':
      return describeConsole(data);
    case 'error':
      return describeError(data);
    case 'page':
      return describePage(data);
    default:
      return describeRare(record);
  }
}

function describeRare(record: SessionRecord): { title: string; detail: string } {
  const { kind, data } = record;
  switch (kind) {
    case 'dom':
      return { title: 'dom', detail: `event ${String(data.event.type)}` };
    case 'tile': {
      const count = data.tiles.filter((tile) => tile.image !== undefined).length;
      const share = `${String(count)} of ${String(data.tiles.length)}`;
      return { title: data.full ? 'image' : 'tiles', detail: joinParts(data.target, share) };
    }
    case 'asset':
      return { title: 'assets', detail: joinParts(counted(data.assets.length, 'file'), data.assets[0]?.url) };
    case 'custom':
    case 'mark':
      return { title: kind, detail: data.name };
    case 'identify':
      return { title: 'user', detail: data.user };
    case 'context':
      return { title: 'context', detail: namesOf(data.data) };
    case 'provider':
      return { title: 'provider', detail: joinParts(data.name, data.message ?? namesOf(data.data)) };
    case 'consent':
      return { title: 'consent', detail: data.state };
    default:
      return describeSteering(record);
  }
}

/** What rules and instructions do. */
function describeSteering({ kind, data }: SessionRecord): { title: string; detail: string } {
  switch (kind) {
    case 'state':
      return { title: data.type, detail: data.state };
    case 'trigger':
      return { title: 'trigger', detail: data.trigger };
    case 'instruction':
      return { title: data.verb, detail: joinParts(data.outcome, data.code, data.trigger) };
    case 'assist':
      return { title: `message ${data.type}`, detail: data.label ?? '' };
    case 'agent':
      return { title: data.code, detail: data.message };
    default:
      return { title: kind, detail: '' };
  }
}
