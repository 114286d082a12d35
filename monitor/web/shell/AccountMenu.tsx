import { ActionIcon, Menu, useMantineColorScheme } from '@mantine/core';
import { IconDeviceDesktop, IconKey, IconLogout, IconMoon, IconSun, IconUser } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from 'react-router';
import { api } from '../api/client.ts';

/** Colours, password, logout. */
export function AccountMenu() {
  const { setColorScheme } = useMantineColorScheme();
  const client = useQueryClient();
  const logout = useMutation({
    mutationFn: api.logout,
    onSuccess: () => {
      // The answer that the frame watches stays, or it would not hear that the login is over.
      client.setQueryData(['me'], false);
      client.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'me' });
    },
  });
  return (
    <Menu position="bottom-end" width={190}>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" ml="auto" aria-label="Account and colours">
          <IconUser size={18} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>Colours</Menu.Label>
        <Menu.Item
          leftSection={<IconSun size={14} />}
          onClick={() => {
            setColorScheme('light');
          }}
        >
          Light
        </Menu.Item>
        <Menu.Item
          leftSection={<IconMoon size={14} />}
          onClick={() => {
            setColorScheme('dark');
          }}
        >
          Dark
        </Menu.Item>
        <Menu.Item
          leftSection={<IconDeviceDesktop size={14} />}
          onClick={() => {
            setColorScheme('auto');
          }}
        >
          As the system
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item leftSection={<IconKey size={14} />} component={Link} to="/password">
          Change password
        </Menu.Item>
        <Menu.Item
          leftSection={<IconLogout size={14} />}
          onClick={() => {
            logout.mutate();
          }}
        >
          Log out
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
