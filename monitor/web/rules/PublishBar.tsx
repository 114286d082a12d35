import { Anchor, Badge, Button, Group, Text } from '@mantine/core';
import type { RuleRevision, RulesReply } from '../../src/api/contract.ts';
import { PublishButton } from './PublishButton.tsx';
import type { RuleCheck } from './useRuleCheck.ts';

interface Props {
  app: string;
  draft: { text: string; baseRevision: number };
  rules: RulesReply;
  newestRevision: number;
  check: RuleCheck;
  onPublished: (revision: number) => void;
  onReplace: (text: string, baseRevision: number) => void;
}

/** State of the draft, and the way to the agents. */
export function PublishBar({ app, draft, rules, newestRevision, check, onPublished, onReplace }: Props) {
  const { current } = rules;
  const isStale = current !== null && newestRevision > draft.baseRevision;
  const isChanged = current?.text !== draft.text;
  return (
    <>
      <Verdict check={check} />
      <Text size="sm" c="dimmed" truncate miw={0}>
        {describeDraft(current, isChanged)}
      </Text>
      {isStale && isChanged && (
        <StaleNote
          revision={newestRevision}
          text={current.text}
          isStaged={rules.stage?.revision === newestRevision}
          draftText={draft.text}
          onReplace={onReplace}
        />
      )}
      <Group gap={6} ml="auto" wrap="nowrap">
        <Button
          variant="default"
          style={{ visibility: isChanged && current ? 'visible' : 'hidden' }}
          onClick={() => {
            if (current) onReplace(current.text, newestRevision);
          }}
        >
          Undo changes
        </Button>
        <PublishButton
          app={app}
          draft={draft}
          rules={rules}
          isReady={check.state === 'valid' && isChanged && !isStale}
          onPublished={onPublished}
        />
      </Group>
    </>
  );
}

interface StaleProps extends Pick<Props, 'onReplace'> {
  revision: number;
  text: string;
  isStaged: boolean;
  draftText: string;
}

/** Somebody else has published since: nothing is overwritten unless it is asked for. */
function StaleNote({ revision, text, isStaged, draftText, onReplace }: StaleProps) {
  const choice = (label: string, chosen: string) => (
    <Anchor
      component="button"
      type="button"
      size="sm"
      onClick={() => {
        onReplace(chosen, revision);
      }}
    >
      {label}
    </Anchor>
  );
  return (
    <Text size="sm" c="orange" truncate title={`Revision ${String(revision)} was published while you edited.`}>
      Revision {revision} {isStaged ? 'is staged' : 'came'} meanwhile: {choice('keep mine', draftText)}
      {!isStaged && <> or {choice('take it', text)}</>}
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
