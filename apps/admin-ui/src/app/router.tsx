import type { QueryClient } from '@tanstack/react-query';
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  type RouterHistory,
  redirect,
  stringifySearchWith,
} from '@tanstack/react-router';
import { projectsQuery } from '../api/projects.ts';
import { isSignedOut } from '../api/query-client.ts';
import { meQuery } from '../api/session.ts';
import { NotFound, RouteFailed, RoutePending, StartPending } from './fallbacks.tsx';
import { firstPlace } from './first-place.ts';
import { projectToOpen } from './frame/last-project.ts';
import * as search from './search.ts';
import { safeBack } from './to-sign-in.ts';

interface Context {
  readonly queryClient: QueryClient;
  /** The query of the address by which one came, letter by letter: what no page reads is dropped from it at once. */
  readonly arrivedWith: string;
}

const root = createRootRouteWithContext<Context>()({ component: Outlet });

const backIn = (it: Record<string, unknown>): { back?: string } => {
  const back = safeBack(it.back);
  return back ? { back } : {};
};

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: backIn,
  component: lazyRouteComponent(() => import('../features/sign-in/sign-in-page.tsx'), 'SignInPage'),
});

const signedIn = createRoute({
  getParentRoute: () => root,
  id: 'signed-in',
  pendingComponent: StartPending,
  beforeLoad: async ({ context, location }) => {
    try {
      await context.queryClient.ensureQueryData(meQuery());
    } catch (error) {
      if (isSignedOut(error)) throw redirect({ to: '/sign-in', search: { back: location.href } });
      throw error;
    }
  },
});

const welcome = createRoute({
  getParentRoute: () => signedIn,
  path: '/welcome',
  validateSearch: backIn,
  component: lazyRouteComponent(() => import('../features/people/account/welcome-page.tsx'), 'WelcomePage'),
});

/** Pages that are of no project. */
const outside = createRoute({
  getParentRoute: () => signedIn,
  id: 'outside',
  component: lazyRouteComponent(() => import('./frame/frame.tsx'), 'Frame'),
});

const start = createRoute({
  getParentRoute: () => outside,
  path: '/',
  loader: async ({ context: { queryClient } }) => {
    const me = await queryClient.ensureQueryData(meQuery());
    const first = projectToOpen(await queryClient.ensureQueryData(projectsQuery()));
    if (first) throw redirect({ to: firstPlace(me, first), params: { projectId: first.id } });
  },
  component: lazyRouteComponent(() => import('../features/projects/first-project-page.tsx'), 'FirstProjectPage'),
});

const account = createRoute({
  getParentRoute: () => outside,
  path: '/account',
  component: lazyRouteComponent(() => import('../features/people/account/account-page.tsx'), 'AccountPage'),
});

const people = createRoute({
  getParentRoute: () => outside,
  path: '/domains/$domainId/people',
  validateSearch: search.people,
  component: lazyRouteComponent(() => import('../features/people/domain/people-page.tsx'), 'PeoplePage'),
});

const domainProjects = createRoute({
  getParentRoute: () => outside,
  path: '/domains/$domainId/projects',
  validateSearch: search.domainProjects,
  component: lazyRouteComponent(
    () => import('../features/domain-projects/domain-projects-page.tsx'),
    'DomainProjectsPage',
  ),
});

const glossary = createRoute({
  getParentRoute: () => outside,
  path: '/domains/$domainId/glossary',
  validateSearch: search.glossary,
  component: lazyRouteComponent(() => import('../features/glossary/glossary-page.tsx'), 'GlossaryPage'),
});

const domainAudit = createRoute({
  getParentRoute: () => outside,
  path: '/domains/$domainId/audit',
  validateSearch: search.audit,
  component: lazyRouteComponent(() => import('../features/audit/audit-page.tsx'), 'DomainAuditPage'),
});

const installationAudit = createRoute({
  getParentRoute: () => outside,
  path: '/installation/audit',
  validateSearch: search.audit,
  component: lazyRouteComponent(() => import('../features/audit/audit-page.tsx'), 'InstallationAuditPage'),
});

const deadJobs = createRoute({
  getParentRoute: () => outside,
  path: '/installation/dead-jobs',
  component: lazyRouteComponent(() => import('../features/dead-jobs/dead-jobs-page.tsx'), 'DeadJobsPage'),
});

const project = createRoute({
  getParentRoute: () => signedIn,
  path: '/projects/$projectId',
  component: lazyRouteComponent(() => import('./frame/frame.tsx'), 'Frame'),
});

const overview = createRoute({
  getParentRoute: () => project,
  path: '/',
  component: lazyRouteComponent(() => import('../features/overview/overview-page.tsx'), 'OverviewPage'),
});

const jobs = createRoute({
  getParentRoute: () => project,
  path: '/jobs',
  validateSearch: search.jobs,
  component: lazyRouteComponent(() => import('../features/jobs/jobs-page.tsx'), 'JobsPage'),
});

const members = createRoute({
  getParentRoute: () => project,
  path: '/members',
  component: lazyRouteComponent(() => import('../features/people/members/members-page.tsx'), 'MembersPage'),
});

const settings = createRoute({
  getParentRoute: () => project,
  path: '/settings',
  component: lazyRouteComponent(() => import('../features/settings/settings-page.tsx'), 'SettingsPage'),
});

const access = createRoute({
  getParentRoute: () => project,
  path: '/access',
  validateSearch: search.access,
  component: lazyRouteComponent(() => import('../features/access/access-page.tsx'), 'AccessPage'),
});

const files = createRoute({
  getParentRoute: () => project,
  path: '/files',
  validateSearch: search.files,
  component: lazyRouteComponent(() => import('../features/files/files-page.tsx'), 'FilesPage'),
});

const compare = createRoute({
  getParentRoute: () => project,
  path: '/files/compare',
  validateSearch: search.compare,
  component: lazyRouteComponent(() => import('../features/files/compare-page.tsx'), 'ComparePage'),
});

const tables = createRoute({
  getParentRoute: () => project,
  path: '/tables',
  component: lazyRouteComponent(() => import('../features/tables/tables-page.tsx'), 'TablesPage'),
});

const table = createRoute({
  getParentRoute: () => project,
  path: '/tables/$table',
  validateSearch: search.table,
  component: lazyRouteComponent(() => import('../features/tables/table-page.tsx'), 'TablePage'),
});

const sql = createRoute({
  getParentRoute: () => project,
  path: '/sql',
  component: lazyRouteComponent(() => import('../features/sql/sql-page.tsx'), 'SqlPage'),
});

const star = createRoute({
  getParentRoute: () => project,
  path: '/star',
  validateSearch: search.star,
  component: lazyRouteComponent(() => import('../features/star/star-page.tsx'), 'StarPage'),
});

const lineage = createRoute({
  getParentRoute: () => project,
  path: '/lineage',
  validateSearch: search.lineage,
  component: lazyRouteComponent(() => import('../features/lineage/lineage-page.tsx'), 'LineagePage'),
});

const catalog = createRoute({
  getParentRoute: () => project,
  path: '/catalog',
  validateSearch: search.catalog,
  component: lazyRouteComponent(() => import('../features/catalog/catalog-page.tsx'), 'CatalogPage'),
});

const connections = createRoute({
  getParentRoute: () => project,
  path: '/connections',
  validateSearch: search.connections,
  component: lazyRouteComponent(() => import('../features/connections/connections-page.tsx'), 'ConnectionsPage'),
});

const training = createRoute({
  getParentRoute: () => project,
  path: '/training',
  validateSearch: search.training,
  component: lazyRouteComponent(() => import('../features/training/training-page.tsx'), 'TrainingPage'),
});

const run = createRoute({
  getParentRoute: () => project,
  path: '/training/$runId',
  component: lazyRouteComponent(() => import('../features/training/run-page.tsx'), 'RunPage'),
});

const forecasts = createRoute({
  getParentRoute: () => project,
  path: '/forecasts',
  component: lazyRouteComponent(() => import('../features/forecasts/forecasts-page.tsx'), 'ForecastsPage'),
});

const batch = createRoute({
  getParentRoute: () => project,
  path: '/forecasts/$batchId',
  validateSearch: search.forecast,
  component: lazyRouteComponent(() => import('../features/forecasts/batch-page.tsx'), 'BatchPage'),
});

const item = createRoute({
  getParentRoute: () => project,
  path: '/forecasts/$batchId/$itemId',
  validateSearch: search.forecast,
  component: lazyRouteComponent(() => import('../features/forecasts/item-page.tsx'), 'ItemPage'),
});

const endpoints = createRoute({
  getParentRoute: () => project,
  path: '/endpoints',
  validateSearch: search.endpoints,
  component: lazyRouteComponent(() => import('../features/endpoints/endpoints-page.tsx'), 'EndpointsPage'),
});

const workflows = createRoute({
  getParentRoute: () => project,
  path: '/workflows',
  validateSearch: search.workflows,
  component: lazyRouteComponent(() => import('../features/workflows/workflows-page.tsx'), 'WorkflowsPage'),
});

const routeTree = root.addChildren([
  signIn,
  signedIn.addChildren([
    welcome,
    outside.addChildren([start, account, people, domainProjects, glossary, domainAudit, installationAudit, deadJobs]),
    project.addChildren([
      overview,
      jobs,
      members,
      settings,
      access,
      files,
      compare,
      tables,
      table,
      sql,
      star,
      lineage,
      catalog,
      connections,
      training,
      run,
      forecasts,
      batch,
      item,
      endpoints,
      workflows,
    ]),
  ]),
]);

export type AppRouter = ReturnType<typeof createAppRouter>;

export function createAppRouter(queryClient: QueryClient, history?: RouterHistory) {
  return createRouter({
    routeTree,
    context: { queryClient, arrivedWith: history?.location.search ?? window.location.search },
    ...(history ? { history } : {}),
    defaultPreload: 'intent',
    defaultPreloadStaleTime: 0,
    defaultPendingMs: 200,
    defaultPendingMinMs: 0,
    defaultPendingComponent: RoutePending,
    defaultErrorComponent: RouteFailed,
    defaultNotFoundComponent: NotFound,
    scrollRestoration: true,
    // What `search.ts` cannot read does not reach a page by another way.
    search: { strict: true },
    // Ids stand in the address as they are: `item=17`, not `item="17"`; `search.ts` reads them back as text.
    stringifySearch: stringifySearchWith((it) => (typeof it === 'string' ? it : JSON.stringify(it))),
  });
}

declare module '@tanstack/react-router' {
  interface Register {
    router: AppRouter;
  }
}
