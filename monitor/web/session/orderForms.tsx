import { Button, Checkbox, NumberInput, Radio, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { useState, type SubmitEvent, type ReactNode } from 'react';
import type { Order } from 'rewindow/wire';

export interface OrderFormProps {
  isPending: boolean;
  /** Something to know before it is asked for. */
  note: string | undefined;
  onOrder: (order: Order) => void;
}

const MINUTE_MS = 60_000;

/** The buffer: all of it or its end, and what follows if wished. */
export function SendForm(props: OrderFormProps) {
  const [range, setRange] = useState('all');
  const [lastMinutes, setLastMinutes] = useState<number | string>(3);
  const [isLive, setLive] = useState(false);
  const [liveMinutes, setLiveMinutes] = useState<number | string>(2);
  const order: Order = {
    verb: 'buffer.send',
    ...(range === 'last' ? { lastMs: Number(lastMinutes) * MINUTE_MS } : {}),
    ...(isLive ? { liveMs: Number(liveMinutes) * MINUTE_MS } : {}),
  };
  const isReady = (range === 'all' || Number(lastMinutes) > 0) && (!isLive || Number(liveMinutes) > 0);
  return (
    <OrderForm {...props} order={order} isReady={isReady} label="Get it">
      <Radio.Group value={range} onChange={setRange}>
        <Stack gap={6}>
          <Radio size="xs" value="all" label="All that the device holds" />
          <Radio size="xs" value="last" label="Only the last minutes" />
        </Stack>
      </Radio.Group>
      {range === 'last' && <Minutes label="Minutes" value={lastMinutes} onChange={setLastMinutes} />}
      <Checkbox
        size="xs"
        label="Then go on live"
        checked={isLive}
        onChange={(event) => {
          setLive(event.currentTarget.checked);
        }}
      />
      {isLive && <Minutes label="Live minutes" value={liveMinutes} onChange={setLiveMinutes} />}
    </OrderForm>
  );
}

export function ImageForm(props: OrderFormProps) {
  const [target, setTarget] = useState('viewport');
  const [isPast, setPast] = useState(false);
  const [agoSeconds, setAgoSeconds] = useState<number | string>(30);
  const order: Order = {
    verb: 'image',
    target: target.trim(),
    ...(isPast ? { agoMs: Number(agoSeconds) * 1_000 } : {}),
  };
  return (
    <OrderForm
      {...props}
      order={order}
      isReady={target.trim() !== '' && (!isPast || agoSeconds !== '')}
      label={isPast ? 'Get it' : 'Take an image'}
    >
      <TextInput
        label="What"
        description="viewport, a CSS selector of one element, or field: and a field’s name"
        value={target}
        maxLength={500}
        onChange={(event) => {
          setTarget(event.currentTarget.value);
        }}
      />
      <Checkbox
        size="xs"
        label="As it was: the last image that rules had made by then"
        checked={isPast}
        onChange={(event) => {
          setPast(event.currentTarget.checked);
        }}
      />
      {isPast && <NumberInput label="Seconds ago" min={0} max={86_400} value={agoSeconds} onChange={setAgoSeconds} />}
    </OrderForm>
  );
}

export function MessageForm(props: OrderFormProps) {
  const [title, setTitle] = useState('');
  const [text, setText] = useState('');
  const isReady = title.trim() !== '' && text.trim() !== '';
  return (
    <OrderForm {...props} order={{ verb: 'assist.message', title, text }} isReady={isReady} label="Show it to the user">
      <TextInput
        label="Title"
        value={title}
        maxLength={500}
        onChange={(event) => {
          setTitle(event.currentTarget.value);
        }}
      />
      <Textarea
        label="Text"
        autosize
        minRows={3}
        maxLength={2_000}
        value={text}
        onChange={(event) => {
          setText(event.currentTarget.value);
        }}
      />
    </OrderForm>
  );
}

interface MinutesProps {
  label: string;
  value: number | string;
  onChange: (value: number | string) => void;
}

function Minutes({ label, value, onChange }: MinutesProps) {
  return (
    <NumberInput label={label} min={0.5} max={1_440} step={1} decimalScale={1} value={value} onChange={onChange} />
  );
}

interface FormProps extends OrderFormProps {
  order: Order;
  isReady: boolean;
  label: string;
  children: ReactNode;
}

function OrderForm({ order, isReady, label, isPending, note, onOrder, children }: FormProps) {
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    if (isReady) onOrder(order);
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        {children}
        {note !== undefined && (
          <Text size="xs" c="orange">
            {note}
          </Text>
        )}
        <Button type="submit" loading={isPending} disabled={!isReady}>
          {label}
        </Button>
      </Stack>
    </form>
  );
}
