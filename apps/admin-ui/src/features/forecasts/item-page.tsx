import { IconDownload } from '@tabler/icons-react';
import type { BatchForecast } from '@tandem/data-model/contract';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { batchCsvUrl, batchForecastsQuery } from '../../api/forecasts.ts';
import { useFormat } from '../../i18n/use-format.ts';
import { Beside } from '../../ui/beside.tsx';
import { Page } from '../../ui/page.tsx';
import css from './item-page.module.css';
import { StoreForecast } from './store-forecast.tsx';
import { StoreList } from './store-list.tsx';

/** The forecast of one store, beside the list of all stores of the batch. */
export function ItemPage() {
  const { t } = useTranslation();
  const { projectId, batchId, itemId } = useParams({
    from: '/signed-in/projects/$projectId/forecasts/$batchId/$itemId',
  });
  const { data: batch } = useQuery({
    ...batchForecastsQuery(projectId),
    select: (list) => list.find(({ id }) => id === batchId),
  });
  return (
    <Page
      title={t('place.forecasts')}
      what={batch ? <What batch={batch} /> : t('forecasts.what')}
      of="model"
      action={
        <a className={css.csv} href={batchCsvUrl(projectId, batchId)} download={`${batchId}.csv`}>
          <IconDownload size={15} aria-hidden />
          {t('forecasts.download')}
        </a>
      }
    >
      <Beside
        wide="detail"
        list={<StoreList projectId={projectId} batchId={batchId} itemId={itemId} />}
        detail={<StoreForecast projectId={projectId} batchId={batchId} itemId={itemId} />}
      />
    </Page>
  );
}

function What({ batch }: { readonly batch: BatchForecast }) {
  const { t } = useTranslation();
  const { number, shortDay } = useFormat();
  return t('forecasts.batch', {
    items: number(batch.items ?? 0),
    horizon: number(batch.horizon),
    cutoff: batch.cutoff ? shortDay(batch.cutoff) : t('word.unknown'),
  });
}
