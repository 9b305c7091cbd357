import { useHotkeys, useLocalStorage } from '@mantine/hooks';
import { spotlight } from '@mantine/spotlight';
import { useQuery } from '@tanstack/react-query';
import { Outlet, useParams, useRouterState } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { projectsQuery } from '../../api/projects.ts';
import css from './frame.module.css';
import { lastProject, projectToOpen } from './last-project.ts';
import { Rail } from './rail.tsx';
import { TopBar } from './top-bar.tsx';
import { useFreshProject } from './use-fresh-project.ts';

const CommandPalette = lazy(() => import('./command-palette.tsx').then((it) => ({ default: it.CommandPalette })));

const RailDrawer = lazy(() => import('./rail-drawer.tsx').then((it) => ({ default: it.RailDrawer })));

/** What stands round every page: the rail at the left, the bar above. */
export function Frame() {
  const { t } = useTranslation();
  const projectId = useProjectAtHand();
  const [narrow, setNarrow] = useLocalStorage({
    key: 'tandem-rail',
    defaultValue: false,
    getInitialValueInEffect: false,
  });
  const [drawer, setDrawer] = useState(false);
  const [palette, setPalette] = useState(false);
  const pathname = useRouterState({ select: (it) => it.location.pathname });
  useEffect(() => setDrawer(false), [pathname]);

  const find = () => {
    setPalette(true);
    spotlight.open();
  };
  useHotkeys([['mod+K', find]], []);

  return (
    <div className={css.frame} data-narrow={narrow || undefined}>
      <a className={css.skip} href="#content">
        {t('app.skip')}
      </a>
      <div className={css.rail}>
        <Rail projectId={projectId} narrow={narrow} onNarrow={() => setNarrow(!narrow)} />
      </div>
      <TopBar projectId={projectId} onMenu={() => setDrawer(true)} onFind={find} />
      <main id="content" className={css.content} tabIndex={-1}>
        <Outlet />
      </main>
      {projectId && <Fresh key={projectId} projectId={projectId} />}
      {drawer && (
        <Suspense fallback={null}>
          <RailDrawer projectId={projectId} onClose={() => setDrawer(false)} />
        </Suspense>
      )}
      {palette && (
        <Suspense fallback={null}>
          <CommandPalette projectId={projectId} />
        </Suspense>
      )}
    </div>
  );
}

/** The project in the address; on a page that is of no project, the one that one comes from. */
function useProjectAtHand(): string | undefined {
  const { projectId } = useParams({ strict: false });
  const { data: projects = [] } = useQuery(projectsQuery());
  useEffect(() => {
    if (projectId) lastProject.keep(projectId);
  }, [projectId]);
  return projectId ?? projectToOpen(projects)?.id;
}

function Fresh({ projectId }: { readonly projectId: string }) {
  useFreshProject(projectId);
  return null;
}
