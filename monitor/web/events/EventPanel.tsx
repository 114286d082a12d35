import { Chip, Group, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useDeferredValue, useMemo, useState } from 'react';
import { EVENT_GROUPS, filterEvents, type EventGroup } from '../model/eventFilter.ts';
import { recordKey, type SessionRecord } from '../model/sessionRecord.ts';
import type { Playback } from '../replay/playback.ts';
import { EventDetails } from './EventDetails.tsx';
import { EventList } from './EventList.tsx';
import classes from './EventList.module.css';

interface Props {
  records: readonly SessionRecord[];
  playback: Playback;
  chosen: SessionRecord | undefined;
  onPick: (record: SessionRecord | undefined) => void;
}

/** The list of events with its filters, and the details of the chosen one. */
export function EventPanel({ records, playback, chosen, onPick }: Props) {
  const [groups, setGroups] = useState<EventGroup[]>([]);
  const [text, setText] = useState('');
  const sought = useDeferredValue(text);
  const events = useMemo(() => filterEvents(records, { groups, text: sought }), [records, groups, sought]);
  const originAt = records[0]?.correctedAt ?? 0;
  return (
    <div className={classes.panel}>
      <div className={classes.filters}>
        <TextInput
          placeholder="Search in events"
          aria-label="Search in events"
          leftSection={<IconSearch size={14} />}
          mb={6}
          value={text}
          onChange={(event) => {
            setText(event.currentTarget.value);
          }}
        />
        <Chip.Group
          multiple
          value={groups}
          onChange={(next) => {
            setGroups(EVENT_GROUPS.map(({ id }) => id).filter((id) => next.includes(id)));
          }}
        >
          <Group gap={4}>
            {EVENT_GROUPS.map(({ id, label }) => (
              <Chip key={id} value={id} size="xs" radius="sm">
                {label}
              </Chip>
            ))}
          </Group>
        </Chip.Group>
      </div>
      {events.length > 0 ? (
        <EventList
          records={events}
          originAt={originAt}
          playback={playback}
          chosenKey={chosen && recordKey(chosen)}
          onPick={onPick}
        />
      ) : (
        <div className={`${classes.outer ?? ''} ${classes.empty ?? ''}`}>
          {records.length > 0 ? 'No event fits.' : 'Nothing is archived yet.'}
        </div>
      )}
      {chosen && (
        <EventDetails
          record={chosen}
          onClose={() => {
            onPick(undefined);
          }}
        />
      )}
    </div>
  );
}
