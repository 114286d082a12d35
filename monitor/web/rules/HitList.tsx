import { Badge, Group, Text, UnstyledButton } from '@mantine/core';
import { IconChevronRight } from '@tabler/icons-react';
import { useState } from 'react';
import { Link } from 'react-router';
import type { RuleHits } from '../../src/api/contract.ts';
import { formatCount, formatDateTime } from '../model/format.ts';
import classes from './RulesView.module.css';

const NOUNS: Readonly<Record<RuleHits['type'], string>> = {
  trigger: 'trigger',
  screen: 'image rule',
  provider: 'data rule',
  state: 'state',
};

/** What each rule would have done, and in which sessions; a session opens at the moment of the first. */
export function HitList({ hits, empty }: { hits: readonly RuleHits[]; empty: string }) {
  if (hits.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        {empty}
      </Text>
    );
  }
  return hits.map((one) => <HitLine key={`${one.type}:${one.id}`} hits={one} />);
}

function HitLine({ hits }: { hits: RuleHits }) {
  const [isOpen, setOpen] = useState(false);
  const { type, id, where, count, sessionCount, sessions } = hits;
  return (
    <div className={classes.hit}>
      <UnstyledButton
        className={classes.hitTop}
        aria-expanded={isOpen}
        disabled={sessions.length === 0}
        onClick={() => {
          setOpen(!isOpen);
        }}
      >
        <IconChevronRight
          size={13}
          style={{ flex: 'none', rotate: isOpen ? '90deg' : '0deg', opacity: sessions.length === 0 ? 0 : 1 }}
        />
        <Text size="sm" fw={600} truncate>
          {id}
        </Text>
        <Text size="xs" c="dimmed" style={{ flex: 'none' }}>
          {NOUNS[type]}
        </Text>
        <Badge color={where === 'page' ? 'cyan' : 'violet'} tt="none" style={{ flex: 'none' }}>
          {where}
        </Badge>
        <Text size="sm" ml="auto" style={{ flex: 'none' }}>
          {count === 0 ? 'never' : `${count.toLocaleString('en')} × in ${formatCount(sessionCount, 'session')}`}
        </Text>
      </UnstyledButton>
      {isOpen && (
        <ul className={classes.hitSessions}>
          {sessions.map((session) => (
            <li key={session.sessionId}>
              <Group gap={6} wrap="nowrap" justify="space-between">
                <Link
                  to={`/sessions/${session.sessionId}?at=${String(Math.floor(session.firstAt))}`}
                  className={classes.link}
                >
                  {session.user ?? 'anonymous'}
                </Link>
                <span>
                  {session.count} ×, first {formatDateTime(session.firstAt)}
                </span>
              </Group>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
