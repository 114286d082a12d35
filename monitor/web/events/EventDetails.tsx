import { Badge, CloseButton, Text } from '@mantine/core';
import { formatDateTime, formatTimeOfDay } from '../model/format.ts';
import { splitDetails } from '../model/detailSections.ts';
import { shortenJson } from '../model/shortenJson.ts';
import type { SessionRecord } from '../model/sessionRecord.ts';
import classes from './EventList.module.css';

/** A record as it was captured. Recorded strings are written as text only. */
export function EventDetails({ record, onClose }: { record: SessionRecord; onClose: () => void }) {
  const { kind, sequence, at, correctedAt } = record;
  const { fields, sections } = splitDetails(record);
  const places = { sequence, pageClock: formatTimeOfDay(at), monitorClock: formatTimeOfDay(correctedAt) };
  return (
    <section className={classes.details} aria-label="Details">
      <div className={classes.detailsHead}>
        <Badge>{kind}</Badge>
        <Text size="xs" c="dimmed">
          {formatDateTime(correctedAt)}
        </Text>
        <CloseButton size="xs" ml="auto" aria-label="Close details" onClick={onClose} />
      </div>
      <pre className={classes.json}>{shortenJson({ ...places, ...fields })}</pre>
      {sections.map(({ title, text }) => (
        <section key={title} aria-label={title}>
          <Text size="xs" c="dimmed" px={8}>
            {title}
          </Text>
          <pre className={classes.json}>{text}</pre>
        </section>
      ))}
    </section>
  );
}
