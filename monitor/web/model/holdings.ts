import type { SessionDetail } from '../../src/api/contract.ts';
import { formatBytes, formatCorrection, formatCount, formatDateTime, formatSpan } from './format.ts';

export interface Fact {
  label: string;
  value: string;
  title: string;
}

/** What the monitor has of a session, what its device still holds, and how far its clock is off. */
export function describeHoldings({ session, summaries, pages }: SessionDetail): Fact[] {
  const facts = [archived(session), held(summaries)];
  const offsets = [...pages, ...summaries].map(({ clockOffsetMs }) => clockOffsetMs);
  const widest = offsets.reduce((most, offset) => (Math.abs(offset) > Math.abs(most) ? offset : most), 0);
  const title = 'Added to the times of the device, so that all of the session stands on the clock of the monitor.';
  facts.push({ label: 'Clock correction', value: formatCorrection(widest), title });
  return facts;
}

function archived(session: SessionDetail['session']): Fact {
  const { archivedRecordCount, archivedBytes, archivedFromAt, archivedToAt } = session;
  if (archivedRecordCount === 0 || archivedFromAt === null || archivedToAt === null) {
    return { label: 'Archived', value: 'nothing', title: 'The device has not been asked for anything yet.' };
  }
  const value = `${formatSpan(archivedToAt - archivedFromAt)}, ${formatCount(archivedRecordCount, 'record')}, ${formatBytes(archivedBytes)}`;
  return { label: 'Archived', value, title: `${formatDateTime(archivedFromAt)} to ${formatDateTime(archivedToAt)}` };
}

/** The ring is the session's, and every page reports all of it; the newest report counts. */
function held(summaries: SessionDetail['summaries']): Fact {
  const newest = summaries.reduce<(typeof summaries)[number] | undefined>(
    (best, summary) => (!best || summary.at > best.at ? summary : best),
    undefined,
  );
  const label = 'On the device';
  if (!newest) return { label, value: 'unknown', title: 'No summary has come from the device.' };
  const { ring, agent } = newest;
  const reasons = agent.reasons.length > 0 ? `; ${agent.reasons.join('; ')}` : '';
  const place = `kept in ${agent.storage === 'memory' ? 'memory only' : 'IndexedDB'}, worker: ${agent.worker}${reasons}`;
  if (ring.segmentCount === 0 || ring.fromAt === undefined || ring.toAt === undefined) {
    return { label, value: 'nothing', title: place };
  }
  const isShort = ring.isShort ? ', shorter than promised' : '';
  const value = `${formatSpan(ring.toAt - ring.fromAt)}, ${formatBytes(ring.bytes)}${isShort}`;
  return {
    label,
    value,
    title: `${formatDateTime(ring.fromAt)} to ${formatDateTime(ring.toAt)} by its clock; ${place}`,
  };
}
