import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import type { Placement, RuleProblem } from '../../src/api/contract.ts';
import { listAt, type Json, type JsonObject } from '../model/rules/jsonValue.ts';
import { appendTo, swapItems, writeAt } from '../model/rules/ruleText.ts';
import { freshItem, type RuleList as Rules } from '../model/rules/sections.ts';
import { RuleCard } from './RuleCard.tsx';

interface Props {
  list: Rules;
  document: JsonObject;
  text: string;
  problems: readonly RuleProblem[];
  placement: readonly Placement[];
  onText: (text: string) => void;
}

/** The rules of one sort; one at a time is open. */
export function RuleList({ list, document, text, problems, placement, onText }: Props) {
  const [open, setOpen] = useState<number>();
  const items = listAt(document, [list.key]);
  const put = (item: Json): void => {
    onText(appendTo(text, [list.key], item));
    setOpen(items.length);
  };
  return (
    <div>
      {items.map((item, index) => (
        <RuleCard
          key={index}
          list={list}
          item={item}
          index={index}
          isOpen={open === index}
          problems={problems.filter(({ path }) => isWithin(path, `${list.key}[${String(index)}]`))}
          placement={placement}
          onToggle={() => {
            setOpen(open === index ? undefined : index);
          }}
          onRemove={() => {
            setOpen(undefined);
            onText(writeAt(text, [list.key, index], undefined));
          }}
          onCopy={() => {
            put(copyOf(item, document, list));
          }}
          onMoveUp={() => {
            setOpen(undefined);
            onText(swapItems(text, [list.key], index, index - 1));
          }}
        />
      ))}
      <Button
        variant="default"
        size="compact-sm"
        leftSection={<IconPlus size={13} />}
        onClick={() => {
          put(freshItem(document, list));
        }}
      >
        Add {/^[aeiou]/.test(list.noun) ? 'an' : 'a'} {list.noun}
      </Button>
    </div>
  );
}

const isWithin = (path: string, place: string): boolean =>
  path === place || path.startsWith(`${place}.`) || path.startsWith(`${place}[`);

/** With an id of its own. */
function copyOf(item: Json, document: JsonObject, list: Rules): Json {
  if (item === null || typeof item !== 'object' || Array.isArray(item) || typeof item['id'] !== 'string') return item;
  return freshItem(document, { ...list, initial: item });
}
