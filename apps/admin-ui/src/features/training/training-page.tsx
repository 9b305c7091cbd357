import type { TrainingRun } from '@tandem/data-model/contract';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useMay } from '../../api/may.ts';
import { newestSuccess } from '../../api/newest.ts';
import { trainingRunsQuery } from '../../api/training.ts';
import { useFormat } from '../../i18n/use-format.ts';
import { Answer } from '../../ui/answer.tsx';
import { Beside } from '../../ui/beside.tsx';
import { EmptyPlace } from '../../ui/empty-place.tsx';
import { ButtonLink } from '../../ui/links.tsx';
import { Page } from '../../ui/page.tsx';
import { NewRunForm } from './new-run-form.tsx';
import { RunList } from './run-list.tsx';

/** All training runs, and beside them the form for a new one. */
export function TrainingPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { projectId } = useParams({ from: '/signed-in/projects/$projectId' });
  const { new: asked } = useSearch({ from: '/signed-in/projects/$projectId/training' });
  const query = useQuery(trainingRunsQuery(projectId));
  const well = useWell(query.data);
  const params = { projectId };
  const may = useMay(projectId)('operate');
  const newRun = may && (
    <ButtonLink to="/projects/$projectId/training" params={params} search={{ new: true }}>
      {t('training.new')}
    </ButtonLink>
  );
  return (
    <Page title={t('place.training')} what={t('training.what')} well={well} of="model" action={newRun}>
      <Beside
        list={
          <Answer query={query}>
            {(runs) =>
              runs.length === 0 ? (
                <EmptyPlace of="model" title={t('training.none')} next={t('training.noneNext')} />
              ) : (
                <RunList projectId={projectId} runs={runs} />
              )
            }
          </Answer>
        }
        detail={
          asked &&
          may && (
            <NewRunForm
              projectId={projectId}
              onClose={() => void navigate({ to: '/projects/$projectId/training', params, search: {} })}
              onStarted={(runId) =>
                void navigate({ to: '/projects/$projectId/training/$runId', params: { projectId, runId } })
              }
            />
          )
        }
      />
    </Page>
  );
}

function useWell(runs: readonly TrainingRun[] | undefined): string | undefined {
  const { t } = useTranslation();
  const { fixed, percent } = useFormat();
  if (!runs) return undefined;
  const scored = runs.flatMap(({ report }) => {
    const { SQL } = report?.ensemble.test ?? {};
    const improvement = report?.baseline.improvement;
    return SQL != null && improvement != null ? [{ SQL, improvement }] : [];
  });
  const best = scored.sort((a, b) => a.SQL - b.SQL)[0];
  if (best) return t('training.well', { sql: fixed(best.SQL, 3), share: percent(best.improvement) });
  return newestSuccess(runs) ? undefined : t('training.wellNone');
}
