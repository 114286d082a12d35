import { Anchor, Badge, Button, Group, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { RuleRevision } from '../../src/api/contract.ts';
import { describeFailure, hasCode } from '../api/apiFailure.ts';
import { api } from '../api/client.ts';
import type { RuleCheck } from './useRuleCheck.ts';

interface Props {
  app: string;
  draft: { text: string; baseRevision: number };
  current: RuleRevision | null;
  check: RuleCheck;
  onPublished: (revision: number) => void;
  onReplace: (text: string, baseRevision: number) => void;
}

/** State of the draft, and the button that hands it to the agents. */
export function PublishBar({ app, draft, current, check, onPublished, onReplace }: Props) {
  const publish = usePublish(app, draft, onPublished);
  const isStale = current !== null && current.revision > draft.baseRevision;
  const isChanged = current?.text !== draft.text;
  return (
    <>
      <Verdict check={check} />
      <Text size="sm" c="dimmed" truncate>
        {describeDraft(current, isChanged)}
      </Text>
      {isStale && isChanged && <StaleNote current={current} draftText={draft.text} onReplace={onReplace} />}
      <Group gap={6} ml="auto" wrap="nowrap">
        <Button
          variant="default"
          style={{ visibility: isChanged && current ? 'visible' : 'hidden' }}
          onClick={() => {
            if (current) onReplace(current.text, current.revision);
          }}
        >
          Undo changes
        </Button>
        <Button
          loading={publish.isPending}
          disabled={check.state !== 'valid' || !isChanged || (isStale && isChanged)}
          onClick={() => {
            publish.mutate();
          }}
        >
          Publish
        </Button>
      </Group>
    </>
  );
}

function usePublish(app: string, draft: Props['draft'], onPublished: Props['onPublished']) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => api.publishRules(app, draft),
    onSuccess: async ({ revision, unchanged }) => {
      const message = unchanged ? 'It says the same as the current revision.' : 'Connected agents get it now.';
      notifications.show({ color: 'green', title: `Revision ${String(revision)}`, message });
      onPublished(revision);
      await client.invalidateQueries({ queryKey: ['adoption', app] });
    },
    onError: (error) => {
      const title = hasCode(error, 'rule_set_stale') ? 'Somebody else has published meanwhile' : 'Not published';
      notifications.show({ color: 'red', title, message: describeFailure(error) });
    },
    onSettled: () => client.invalidateQueries({ queryKey: ['rules', app] }),
  });
}

interface StaleProps extends Pick<Props, 'onReplace'> {
  current: RuleRevision;
  draftText: string;
}

/** Somebody else has published since: nothing is overwritten unless it is asked for. */
function StaleNote({ current, draftText, onReplace }: StaleProps) {
  const choice = (label: string, text: string) => (
    <Anchor
      component="button"
      type="button"
      size="sm"
      onClick={() => {
        onReplace(text, current.revision);
      }}
    >
      {label}
    </Anchor>
  );
  return (
    <Text size="sm" c="orange" truncate title={`Revision ${String(current.revision)} was published while you edited.`}>
      Revision {current.revision} came meanwhile: {choice('keep mine', draftText)} or {choice('take it', current.text)}
    </Text>
  );
}

function describeDraft(current: RuleRevision | null, isChanged: boolean): string {
  if (!current) return 'Not published yet: a template';
  return isChanged
    ? `Changed since revision ${String(current.revision)}`
    : `Revision ${String(current.revision)}, published`;
}

const VERDICTS = {
  checking: ['gray', 'checking'],
  valid: ['green', 'valid'],
  invalid: ['red', 'invalid'],
  unknown: ['red', 'not checked'],
} as const;

function Verdict({ check }: { check: RuleCheck }) {
  const [color, text] = VERDICTS[check.state];
  return (
    <Badge color={color} tt="none" w={84} style={{ flex: 'none' }}>
      {text}
    </Badge>
  );
}
