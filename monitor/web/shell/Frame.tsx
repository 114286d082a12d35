import { Box, Center, Group, Loader, Text } from '@mantine/core';
import { Link, Navigate, NavLink, Outlet, useLocation } from 'react-router';
import { useLogin } from '../api/queries.ts';
import { AccountMenu } from './AccountMenu.tsx';
import { Failure } from './Failure.tsx';
import classes from './Frame.module.css';

/** The bar at the top and the page below it, for those who are logged in. */
export function Frame() {
  const login = useLogin();
  const location = useLocation();
  if (login.data === false) {
    const next = encodeURIComponent(location.pathname + location.search);
    return <Navigate to={`/login?next=${next}`} replace />;
  }
  return (
    <Box className={classes.frame}>
      <header className={classes.bar}>
        <Link to="/sessions" className={classes.brand}>
          <img src="/icon.svg" alt="" width={20} height={20} />
          <Text fw={700} size="md">
            Rewindow
          </Text>
        </Link>
        <Group gap={2} component="nav" aria-label="Main">
          <Tab to="/sessions" label="Sessions" />
          <Tab to="/rules" label="Rules" />
          <Tab to="/apps" label="Applications" />
        </Group>
        <AccountMenu />
      </header>
      <main className={classes.main}>
        {login.data === true && <Outlet />}
        {login.isError && <Failure error={login.error} title="The console can't start" />}
        {login.isPending && (
          <Center h={200}>
            <Loader size="sm" />
          </Center>
        )}
      </main>
    </Box>
  );
}

function Tab({ to, label }: { to: string; label: string }) {
  return (
    <NavLink to={to} className={({ isActive }) => `${classes.tab ?? ''} ${isActive ? (classes.active ?? '') : ''}`}>
      {label}
    </NavLink>
  );
}
