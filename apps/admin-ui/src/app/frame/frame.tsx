import { useHotkeys, useLocalStorage } from '@mantine/hooks';
import { spotlight } from '@mantine/spotlight';
import { Outlet, useParams, useRouterState } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import css from './frame.module.css';
import { Rail } from './rail.tsx';
import { TopBar } from './top-bar.tsx';
import { useFreshProject } from './use-fresh-project.ts';

const CommandPalette = lazy(() => import('./command-palette.tsx').then((it) => ({ default: it.CommandPalette })));

const RailDrawer = lazy(() => import('./rail-drawer.tsx').then((it) => ({ default: it.RailDrawer })));

/** What stands round every page of a project: the rail at the left, the bar above. */
export function Frame() {
  const { t } = useTranslation();
  const { projectId } = useParams({ from: '/signed-in/projects/$projectId' });
  const [narrow, setNarrow] = useLocalStorage({
    key: 'tandem-rail',
    defaultValue: false,
    getInitialValueInEffect: false,
  });
  const [drawer, setDrawer] = useState(false);
  const [palette, setPalette] = useState(false);
  const pathname = useRouterState({ select: (it) => it.location.pathname });
  useFreshProject(projectId);
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
