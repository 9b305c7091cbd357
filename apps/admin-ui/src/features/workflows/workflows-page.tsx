import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { IfMay } from '../../api/if-may.tsx';
import { workflowsQuery } from '../../api/workflows.ts';
import { Answer } from '../../ui/answer.tsx';
import { Beside } from '../../ui/beside.tsx';
import { EmptyPlace } from '../../ui/empty-place.tsx';
import { Page } from '../../ui/page.tsx';
import { RunDetail } from './run-detail.tsx';
import { NewWorkflowDetail, WorkflowDetail } from './workflow-detail.tsx';
import { WorkflowList } from './workflow-list.tsx';

/** The chains that a project does again and again, what starts each, and its runs step by step. */
export function WorkflowsPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { projectId } = useParams({ from: '/signed-in/projects/$projectId' });
  const { workflow: open, run } = useSearch({ from: '/signed-in/projects/$projectId/workflows' });
  const query = useQuery(workflowsQuery(projectId));
  const chosen = query.data?.find(({ id }) => id === open);
  const on = query.data?.filter((it) => it.enabled && (it.schedule !== null || it.dataArrival)).length ?? 0;
  const go = (search: { workflow?: string; run?: string }) =>
    void navigate({ to: '/projects/$projectId/workflows', params: { projectId }, search, resetScroll: false });
  return (
    <Page
      title={t('place.workflows')}
      what={t('workflows.what')}
      well={query.data && on > 0 && t('workflows.well', { count: on })}
      of="both"
      action={
        <IfMay projectId={projectId}>
          <Button onClick={() => go({ workflow: 'new' })}>{t('workflows.add')}</Button>
        </IfMay>
      }
    >
      <Beside
        wide="half"
        list={
          <Answer query={query}>
            {(workflows) =>
              workflows.length === 0 ? (
                <EmptyPlace of="both" title={t('workflows.none')} next={t('workflows.noneNext')} />
              ) : (
                <WorkflowList projectId={projectId} workflows={workflows} open={open} />
              )
            }
          </Answer>
        }
        detail={
          run ? (
            <RunDetail
              key={run}
              projectId={projectId}
              runId={run}
              onClose={() => go(chosen ? { workflow: chosen.id } : {})}
            />
          ) : open === 'new' ? (
            <NewWorkflowDetail projectId={projectId} onMade={(workflow) => go({ workflow })} onClose={() => go({})} />
          ) : (
            chosen && (
              <WorkflowDetail
                key={chosen.id}
                workflow={chosen}
                onStarted={(it) => go({ workflow: chosen.id, run: it })}
                onClose={() => go({})}
              />
            )
          )
        }
      />
    </Page>
  );
}
