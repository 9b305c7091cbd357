import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useMay } from '../../api/may.ts';
import { workflowsQuery } from '../../api/workflows.ts';
import { Answer } from '../../ui/answer.tsx';
import { Beside } from '../../ui/beside.tsx';
import { EmptyPlace } from '../../ui/empty-place.tsx';
import { Page } from '../../ui/page.tsx';
import { NewWorkflowDetail } from './change-workflow.tsx';
import { RunDetail } from './run-detail.tsx';
import { WorkflowDetail } from './workflow-detail.tsx';
import { WorkflowList } from './workflow-list.tsx';

/** The chains that a project does again and again, what starts each, and its runs step by step. */
export function WorkflowsPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { projectId } = useParams({ from: '/signed-in/projects/$projectId' });
  const { workflow: open, run } = useSearch({ from: '/signed-in/projects/$projectId/workflows' });
  const may = useMay(projectId)('operate');
  const query = useQuery(workflowsQuery(projectId));
  const chosen = query.data?.find(({ id }) => id === open);
  const on = query.data?.filter((it) => it.enabled && (it.schedule !== null || it.dataArrival)).length ?? 0;
  const go = (search: { workflow?: string; run?: string }, isSaved = false) =>
    void navigate({
      to: '/projects/$projectId/workflows',
      params: { projectId },
      search,
      resetScroll: false,
      ignoreBlocker: isSaved,
    });
  return (
    <Page
      title={t('place.workflows')}
      what={t('workflows.what')}
      well={query.data && on > 0 && t('workflows.well', { count: on })}
      of="both"
      action={may && <Button onClick={() => go({ workflow: 'new' })}>{t('workflows.add')}</Button>}
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
            may && (
              <NewWorkflowDetail
                projectId={projectId}
                onMade={(workflow) => go({ workflow }, true)}
                onClose={() => go({})}
              />
            )
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
