import { retailSales } from '@tandem/data-model';
import { createMemoryHistory } from '@tanstack/react-router';
import { type RenderResult, render } from '@testing-library/react';
import { vi } from 'vitest';
import { createQueryClient } from '../src/api/query-client.ts';
import { App } from '../src/app/app.tsx';
import { type AppRouter, createAppRouter } from '../src/app/router.tsx';
import { toSignIn } from '../src/app/to-sign-in.ts';
import { en } from '../src/i18n/en.ts';
import { createI18n, type Language } from '../src/i18n/i18n.ts';
import { ko } from '../src/i18n/ko.ts';
import { type Answers, fakeApi } from './fake-api.ts';
import * as fixtures from './fixtures.ts';

/** What every page of a project asks for; a test gives what it is about. */
const frame: Answers = {
  getMe: fixtures.me,
  listDomains: { domains: [] },
  listProjects: { projects: [fixtures.project] },
  getOverview: fixtures.overview(7),
  getStar: retailSales,
  listUploads: { uploads: [] },
  listLoads: { loads: [], next: null },
  listTables: { tables: [] },
  listTrainingRuns: { trainingRuns: [] },
  listModels: { models: [] },
  listEndpoints: { endpoints: [] },
  listBatchForecasts: { batchForecasts: [] },
  listSubscriptions: { subscriptions: [], next: null },
  getCompute: fixtures.compute(),
};

export interface Rendered extends RenderResult {
  readonly router: AppRouter;
  readonly api: ReturnType<typeof fakeApi>;
}

/** The whole portal at an address, over an API that gives `answers`. */
export function renderAt(path: string, answers: Answers = {}, language: Language = 'en'): Rendered {
  const api = fakeApi({ ...frame, ...answers });
  vi.stubGlobal('fetch', api);
  const queryClient = createQueryClient(() => void toSignIn(router));
  queryClient.setDefaultOptions({ queries: { ...queryClient.getDefaultOptions().queries, retry: false } });
  const router = createAppRouter(queryClient, createMemoryHistory({ initialEntries: [path] }));
  const view = render(
    <App router={router} queryClient={queryClient} i18n={createI18n(language, language === 'ko' ? ko : en)} />,
  );
  return { ...view, router, api };
}

/** The address of a page of the project. */
export const inProject = (path = ''): string => `/projects/${fixtures.projectId}${path}`;
