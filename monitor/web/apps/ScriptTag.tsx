import { ActionIcon, Code, CopyButton, Group, Tooltip } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { scriptTag } from '../model/scriptTag.ts';

/** The script tag of an application, to be copied. */
export function ScriptTag({ appKey }: { appKey: string }) {
  const tag = scriptTag(window.location.origin, appKey);
  return (
    <Group gap={4} wrap="nowrap" align="flex-start">
      <Code block style={{ whiteSpace: 'pre-wrap', wordBreak: 'break-all', padding: '6px 10px' }}>
        {tag}
      </Code>
      <CopyButton value={tag}>
        {({ copied, copy }) => (
          <Tooltip label={copied ? 'Copied' : 'Copy'}>
            <ActionIcon
              variant="subtle"
              color={copied ? 'green' : 'gray'}
              onClick={copy}
              aria-label="Copy the script tag"
            >
              {copied ? <IconCheck size={16} /> : <IconCopy size={16} />}
            </ActionIcon>
          </Tooltip>
        )}
      </CopyButton>
    </Group>
  );
}
