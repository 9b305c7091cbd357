import { useQuery } from '@tanstack/react-query';
import { Navigate, useParams, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { firstItemQuery } from '../../api/forecasts.ts';
import { Answer } from '../../ui/answer.tsx';
import { EmptyPlace } from '../../ui/empty-place.tsx';
import { Page } from '../../ui/page.tsx';
import { SkeletonBlock } from '../../ui/skeleton-lines.tsx';

/** A batch without a store chosen leads to its first store. */
export function BatchPage() {
  const { t } = useTranslation();
  const { projectId, batchId } = useParams({ from: '/signed-in/projects/$projectId/forecasts/$batchId' });
  const search = useSearch({ from: '/signed-in/projects/$projectId/forecasts/$batchId' });
  const query = useQuery(firstItemQuery(projectId, batchId));
  return (
    <Page title={t('place.forecasts')} what={t('forecasts.what')} of="model">
      <Answer query={query} skeleton={<SkeletonBlock height={420} />}>
        {(item) =>
          item ? (
            <Navigate
              replace
              to="/projects/$projectId/forecasts/$batchId/$itemId"
              params={{ projectId, batchId, itemId: item.id }}
              search={search}
            />
          ) : (
            <EmptyPlace of="model" title={t('forecasts.none')} next={t('forecasts.noneNext')} />
          )
        }
      </Answer>
    </Page>
  );
}
