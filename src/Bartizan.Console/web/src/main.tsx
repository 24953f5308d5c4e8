import './theme/library.css';
import './theme/tokens.css';
import './theme/bridge.css';
import './theme/base.css';
import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { StrictMode, useLayoutEffect } from 'react';
import { createRoot } from 'react-dom/client';
import { ApiError } from './api/client';
import { App } from './App';
import { components, useShownTheme } from './theme/theme';

const client = new QueryClient({
  defaultOptions: {
    queries: {
      // What the server refuses once it refuses twice; only silence is worth another try.
      retry: (failures, error) => failures < 2 && error instanceof ApiError && (error.problem.status === 0 || error.problem.status >= 500),
      refetchOnWindowFocus: true,
      staleTime: 5_000,
    },
  },
});

function Root() {
  const shown = useShownTheme();
  // Before any effect runs: a chart reads its colours from the page.
  useLayoutEffect(() => document.documentElement.setAttribute('data-mantine-color-scheme', shown), [shown]);
  return (
    // Variables and global classes come as files: the policy of the page allows no style element.
    <MantineProvider theme={components} forceColorScheme={shown} withCssVariables={false} withGlobalClasses={false}>
      <QueryClientProvider client={client}>
        <App />
      </QueryClientProvider>
    </MantineProvider>
  );
}

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <Root />
  </StrictMode>,
);
