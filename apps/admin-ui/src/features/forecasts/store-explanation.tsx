import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { forecastExplanationQuery } from '../../api/forecasts.ts';
import { drawnParts } from '../../charts/explanation-parts.ts';
import type { FigureView } from '../../charts/figure-tools.tsx';
import { Answer } from '../../ui/answer.tsx';
import { Section } from '../../ui/page.tsx';
import { SkeletonBlock } from '../../ui/skeleton-lines.tsx';

const ExplanationFigure = lazy(() =>
  import('../../charts/explanation-figure.tsx').then((it) => ({ default: it.ExplanationFigure })),
);

/** Why one store's forecast is what it is, day by day. */
export function StoreExplanation({
  projectId,
  batchId,
  itemId,
  itemTitle,
}: {
  readonly projectId: string;
  readonly batchId: string;
  readonly itemId: string;
  readonly itemTitle: string;
}) {
  const { t } = useTranslation();
  const [view, setView] = useState<FigureView>('chart');
  const query = useQuery(forecastExplanationQuery(projectId, batchId, itemId));
  return (
    <Section title={t('why.title')} help={t('why.help')}>
      <Answer query={query} skeleton={<SkeletonBlock height={320} />}>
        {(explanation) =>
          drawnParts(explanation).length === 0 ? (
            <p>{t('why.onlyLevel')}</p>
          ) : (
            <Suspense fallback={<SkeletonBlock height={320} />}>
              <ExplanationFigure
                explanation={explanation}
                title={t('why.figure', { item: itemTitle })}
                itemTitle={itemTitle}
                fileName={`explanation-${itemId}`}
                view={view}
                onView={setView}
              />
            </Suspense>
          )
        }
      </Answer>
    </Section>
  );
}
