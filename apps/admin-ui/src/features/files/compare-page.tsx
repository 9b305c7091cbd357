import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { comparisonQuery, loadsQuery } from '../../api/files.ts';
import { Answer } from '../../ui/answer.tsx';
import { EmptyPlace } from '../../ui/empty-place.tsx';
import { Page } from '../../ui/page.tsx';
import css from './compare-page.module.css';
import { comparedLoads, publishedLoads } from './compared-loads.ts';
import { DifferenceList } from './difference-list.tsx';
import { LoadPicker } from './load-picker.tsx';

/** Two loads against each other: which rows of which tables were added, changed and removed from one to the other. */
export function ComparePage() {
  const { t } = useTranslation();
  const { projectId } = useParams({ from: '/signed-in/projects/$projectId' });
  const asked = useSearch({ from: '/signed-in/projects/$projectId/files/compare' });
  const navigate = useNavigate({ from: '/projects/$projectId/files/compare' });
  const loads = useInfiniteQuery(loadsQuery(projectId));
  const choose = (pair: { from: string; to: string }) => void navigate({ search: pair, resetScroll: false });
  return (
    <Page
      title={t('compare.title')}
      what={t('compare.what')}
      well={
        <Link to="/projects/$projectId/files" params={{ projectId }}>
          {t('compare.back')}
        </Link>
      }
      of="data"
    >
      <Answer query={loads}>
        {(list) => {
          const published = publishedLoads(list);
          const pair = comparedLoads(published, asked);
          if (!pair) return <EmptyPlace of="data" title={t('compare.none')} next={t('compare.noneNext')} />;
          return (
            <>
              <div className={css.pair}>
                <LoadPicker
                  label={t('compare.from')}
                  loads={published}
                  chosen={pair.from}
                  onChoose={(from) => choose({ ...pair, from })}
                />
                <LoadPicker
                  label={t('compare.to')}
                  loads={published}
                  chosen={pair.to}
                  onChoose={(to) => choose({ ...pair, to })}
                />
              </div>
              <Compared projectId={projectId} {...pair} />
            </>
          );
        }}
      </Answer>
    </Page>
  );
}

/** As many differing rows of each table as are shown at first, and when more are asked for. */
const rowSteps = [20, 200] as const;

function Compared({ projectId, from, to }: { readonly projectId: string; readonly from: string; readonly to: string }) {
  const { rows: asked } = useSearch({ from: '/signed-in/projects/$projectId/files/compare' });
  const navigate = useNavigate({ from: '/projects/$projectId/files/compare' });
  const [few, many] = rowSteps;
  const rows = asked && asked > few ? many : few;
  const query = useQuery(comparisonQuery(projectId, from, to, rows));
  const more = () => void navigate({ search: (it) => ({ ...it, rows: many }), resetScroll: false });
  return (
    <Answer query={query}>
      {({ tables }) => <DifferenceList tables={tables} {...(rows === few ? { onMore: more } : {})} />}
    </Answer>
  );
}
