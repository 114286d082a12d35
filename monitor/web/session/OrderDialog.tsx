import { Button, Group, Modal, Radio, Select, Stack, Text } from '@mantine/core';
import { useMemo, useState, type SubmitEvent } from 'react';
import type { Verb } from 'rewindow/wire';
import * as v from 'valibot';
import { InstructionBody, type SessionDetail } from '../../src/api/contract.ts';
import { FormContext, type FormHands } from '../form/FormContext.ts';
import { Lines } from '../form/Lines.tsx';
import { pageLabel, tabNumbers } from '../model/pageLabel.ts';
import { textAt, type JsonObject } from '../model/rules/jsonValue.ts';
import { applyEdits } from '../model/rules/lines.ts';
import {
  addressLine,
  initialOrder,
  LIMIT_LINES,
  hasLimits,
  orderLines,
  prefix,
  VERB_OPTIONS,
} from '../model/rules/orderLines.ts';
import { readRuleText, writeAt } from '../model/rules/ruleText.ts';
import { useGiveOrder, type OrderScope } from './useGiveOrder.ts';

interface Props {
  detail: SessionDetail;
  verb: Verb;
  /** That the rules name, as far as they are known here. */
  states: readonly string[];
  ttlMs: number;
  note: string | undefined;
  onClose: () => void;
  onInstructed: () => void;
}

/** Any order, with its limits and for whom it is, in the same sentences as in the rules. */
export function OrderDialog({ detail, verb, states, ttlMs, note, onClose, onInstructed }: Props) {
  const { user } = detail.session;
  const { text, setText, draft, form } = useOrderText(verb, states);
  const [scope, setScope] = useState<OrderScope>('session');
  const body = v.safeParse(InstructionBody, { ...(scope === 'user' ? withoutPage(draft) : draft), ttlMs });
  const give = useGiveOrder(detail.session, () => {
    onClose();
    onInstructed();
  });
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    if (body.success) give.mutate({ scope, body: body.output });
  };
  const option = VERB_OPTIONS.find(({ value }) => value === verb);
  return (
    <Modal opened onClose={onClose} title={capitalise(option?.label ?? verb)} size="lg">
      <FormContext value={form}>
        <form onSubmit={submit}>
          <Stack gap="sm">
            <Text size="sm" c="dimmed">
              {option?.text}
            </Text>
            <Lines lines={linesOf(draft, verb)} value={draft} base={[]} />
            <ForWhom user={user} scope={scope} onScope={setScope} />
            {scope === 'session' && (
              <PageSelect
                detail={detail}
                pageId={textAt(draft, ['pageId'])}
                onPageId={(id) => setText(writeAt(text, ['pageId'], id))}
              />
            )}
            {note !== undefined && (
              <Text size="xs" c="orange">
                {note}
              </Text>
            )}
            <Group justify="flex-end" gap="xs">
              <Button variant="default" onClick={onClose}>
                Cancel
              </Button>
              <Button type="submit" loading={give.isPending} disabled={!body.success}>
                Give the instruction
              </Button>
            </Group>
          </Stack>
        </form>
      </FormContext>
    </Modal>
  );
}

/** The instruction as text, which the sentences edit as they edit a rule set. */
function useOrderText(verb: Verb, states: readonly string[]) {
  const [text, setText] = useState(() => JSON.stringify({ order: initialOrder(verb) }));
  const draft = useMemo(() => readRuleText(text) ?? {}, [text]);
  const form = useMemo<FormHands>(
    () => ({
      names: { states: [...states], audiences: [] },
      onEdit: (base, edits) => {
        setText((before) => applyEdits(before, base, edits));
      },
    }),
    [states],
  );
  return { text, setText, draft, form };
}

const linesOf = ({ order = {} }: JsonObject, verb: Verb) => [
  ...prefix('order', orderLines(order, [])),
  ...(hasLimits(verb) ? prefix('limits', LIMIT_LINES) : []),
  addressLine,
];

const withoutPage = ({ pageId: _pageId, ...rest }: JsonObject): JsonObject => rest;
const capitalise = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

function ForWhom({
  user,
  scope,
  onScope,
}: {
  user: string | null;
  scope: OrderScope;
  onScope: (scope: OrderScope) => void;
}) {
  if (user === null) return null;
  return (
    <Radio.Group
      label="For whom"
      value={scope}
      onChange={(value) => {
        onScope(value === 'user' ? 'user' : 'session');
      }}
    >
      <Group gap="md" mt={4}>
        <Radio size="xs" value="session" label="This session" />
        <Radio size="xs" value="user" label={`All sessions of ${user}`} />
      </Group>
    </Radio.Group>
  );
}

interface PageProps {
  detail: SessionDetail;
  pageId: string | undefined;
  onPageId: (id: string | undefined) => void;
}

/** Pages that have reported; those that are gone carry nothing out. */
function PageSelect({ detail, pageId, onPageId }: PageProps) {
  const { summaries } = detail;
  if (summaries.length < 2) return null;
  const tabs = tabNumbers(summaries);
  const data = summaries.map((page) => ({
    value: page.pageId,
    label: pageLabel({ ...page, title: page.title }, tabs),
  }));
  return (
    <Select
      label="Page"
      placeholder="any page of the session"
      clearable
      data={data}
      value={pageId ?? null}
      onChange={(id) => {
        onPageId(id ?? undefined);
      }}
    />
  );
}
