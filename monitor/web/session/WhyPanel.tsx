import { Badge, Center, Loader, Text, UnstyledButton } from '@mantine/core';
import type { WhyReply } from '../../src/api/contract.ts';
import { useWhy } from '../api/queries.ts';
import { formatDateTime, formatTimeOfDay } from '../model/format.ts';
import type { Playback } from '../replay/playback.ts';
import { Failure } from '../shell/Failure.tsx';
import classes from './WhyPanel.module.css';

const VERDICTS = {
  recorded: ['green', 'recorded'],
  partly: ['orange', 'recorded in part'],
  not: ['gray', 'not recorded'],
} as const;
const KINDS: Readonly<Record<WhyReply['trace'][number]['kind'], string>> = {
  state: 'state',
  trigger: 'trigger',
  instruction: 'instruction',
  agent: 'agent',
};

/** Why this session was recorded, or was not: reasons, rules, and what the rules did; each line of it jumps there. */
export function WhyPanel({ sessionId, playback }: { sessionId: string; playback: Playback }) {
  const why = useWhy(sessionId);
  if (why.isError && !why.data) return <Failure error={why.error} title="The reasons can't be shown" />;
  if (!why.data) {
    return (
      <Center h={120}>
        <Loader size="sm" />
      </Center>
    );
  }
  const { verdict, reasons, rules, trace } = why.data;
  const [color, text] = VERDICTS[verdict];
  return (
    <div className={classes.panel}>
      <section className={classes.part}>
        <Badge color={color} tt="none" size="md">
          {text}
        </Badge>
        <ul className={classes.reasons}>
          {reasons.map((reason) => (
            <li key={reason.code} title={reason.code}>
              {reason.text}
            </li>
          ))}
        </ul>
        <Text size="xs" c="dimmed">
          {describeRules(rules)}
        </Text>
      </section>
      <section aria-label="What the rules did">
        <h3 className={classes.title}>What the rules did</h3>
        {trace.length === 0 && (
          <Text size="sm" c="dimmed" px={12}>
            No state, trigger or instruction is archived of this session.
          </Text>
        )}
        {trace.map((entry, index) => (
          <UnstyledButton
            key={index}
            className={classes.entry}
            title={formatDateTime(entry.at)}
            onClick={() => {
              playback.seek(entry.at);
            }}
          >
            <span className={classes.time}>{formatTimeOfDay(entry.at)}</span>
            <span className={classes.kind} data-kind={entry.kind}>
              {KINDS[entry.kind]}
            </span>
            <span className={classes.text}>{entry.text}</span>
          </UnstyledButton>
        ))}
      </section>
    </div>
  );
}

function describeRules(rules: WhyReply['rules']): string {
  if (!rules) return 'Its agent has reported no rules.';
  const { revision, hash, name } = rules;
  const title = name === null ? '' : `“${name}”, `;
  return `By ${title}${revision === null ? `rules ${hash.slice(0, 12)}` : `revision ${String(revision)}`}.`;
}
