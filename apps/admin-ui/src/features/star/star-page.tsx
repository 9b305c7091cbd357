import { useQuery } from '@tanstack/react-query';
import { Link, useParams, useSearch } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '../../api/may.ts';
import { starQuery } from '../../api/star.ts';
import { useFormat } from '../../i18n/use-format.ts';
import { Answer } from '../../ui/answer.tsx';
import { Page } from '../../ui/page.tsx';
import { PartNav } from '../../ui/part-nav.tsx';
import { SkeletonBlock } from '../../ui/skeleton-lines.tsx';
import { StarProposalView } from './star-proposal-view.tsx';
import { StarShown } from './star-shown.tsx';
import { useStarDraft } from './use-star-draft.ts';

// The editor is as large as a page of its own.
const StarText = lazy(async () => ({ default: (await import('./star-text-view.tsx')).StarTextView }));

const views = [undefined, 'text', 'proposal'] as const;

/** The project's star: what it says, the same as text to edit, and a draft proposed from files. */
export function StarPage() {
  const { t } = useTranslation();
  const { number } = useFormat();
  const { projectId } = useParams({ from: '/signed-in/projects/$projectId' });
  const { view } = useSearch({ from: '/signed-in/projects/$projectId/star' });
  const query = useQuery(starQuery(projectId));
  const draft = useStarDraft(projectId);
  const may = useMay(projectId)('operate');
  const words = (part: 'dimensions' | 'facts', { length: count }: readonly unknown[]) =>
    t(`tables.${part}`, { count, n: number(count) });
  return (
    <Page
      title={t('place.star')}
      what={t('star.what')}
      well={
        query.data &&
        t('star.well', {
          name: query.data.name,
          dimensions: words('dimensions', query.data.dimensions),
          facts: words('facts', query.data.facts),
          target: query.data.training.target,
        })
      }
      of="data"
    >
      <PartNav label={t('star.views')}>
        {views
          .filter((it) => it !== 'proposal' || may)
          .map((it) => (
            <Link
              key={it ?? 'shown'}
              to="/projects/$projectId/star"
              params={{ projectId }}
              search={it ? { view: it } : {}}
              activeOptions={{ exact: true, includeSearch: true }}
            >
              {t(`star.view.${it ?? 'shown'}`)}
            </Link>
          ))}
      </PartNav>
      {view === 'proposal' && may ? (
        <StarProposalView projectId={projectId} onDraft={draft.set} />
      ) : (
        <Answer query={query} skeleton={<SkeletonBlock height={320} />}>
          {(star) =>
            view === 'text' ? (
              <Suspense fallback={<SkeletonBlock height={320} />}>
                <StarText projectId={projectId} stored={star} draft={draft} />
              </Suspense>
            ) : (
              <StarShown projectId={projectId} star={star} />
            )
          }
        </Answer>
      )}
    </Page>
  );
}
