import { Center, Loader } from '@mantine/core';
import { lazy, Suspense } from 'react';
import { Navigate, Route, Routes } from 'react-router';
import { AppsPage } from '../apps/AppsPage.tsx';
import { LoginPage } from '../login/LoginPage.tsx';
import { PasswordPage } from '../login/PasswordPage.tsx';
import { SessionsPage } from '../sessions/SessionsPage.tsx';
import { Frame } from './Frame.tsx';
import { NotFound } from './NotFound.tsx';

// Replayer and editor are large; they load when they are needed.
const SessionPage = lazy(async () => ({ default: (await import('../session/SessionPage.tsx')).SessionPage }));
const RulesPage = lazy(async () => ({ default: (await import('../rules/RulesPage.tsx')).RulesPage }));

const waiting = (
  <Center h={200}>
    <Loader size="sm" />
  </Center>
);

export function AppRoutes() {
  return (
    <Suspense fallback={waiting}>
      <Routes>
        <Route path="/login" element={<LoginPage />} />
        <Route element={<Frame />}>
          <Route index element={<Navigate to="/sessions" replace />} />
          <Route path="/sessions" element={<SessionsPage />} />
          <Route path="/sessions/:sessionId" element={<SessionPage />} />
          <Route path="/rules" element={<RulesPage />} />
          <Route path="/rules/:app" element={<RulesPage />} />
          <Route path="/apps" element={<AppsPage />} />
          <Route path="/password" element={<PasswordPage />} />
          <Route path="*" element={<NotFound />} />
        </Route>
      </Routes>
    </Suspense>
  );
}
