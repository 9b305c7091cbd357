import { localStorageColorSchemeManager, MantineProvider } from '@mantine/core';
import { type QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import type { i18n } from 'i18next';
import { StrictMode } from 'react';
import { I18nextProvider } from 'react-i18next';
import type { AppRouter } from './router.tsx';
import { theme, variables } from './theme.ts';

const colorScheme = localStorageColorSchemeManager({ key: 'tandem-theme' });

/** The portal from its parts: where one is, what is known of the server, and in which words it is said. */
export function App({
  router,
  queryClient,
  i18n,
}: {
  readonly router: AppRouter;
  readonly queryClient: QueryClient;
  readonly i18n: i18n;
}) {
  return (
    <StrictMode>
      <I18nextProvider i18n={i18n}>
        <QueryClientProvider client={queryClient}>
          <MantineProvider
            theme={theme}
            cssVariablesResolver={variables}
            colorSchemeManager={colorScheme}
            defaultColorScheme="auto"
          >
            <RouterProvider router={router} />
          </MantineProvider>
        </QueryClientProvider>
      </I18nextProvider>
    </StrictMode>
  );
}
