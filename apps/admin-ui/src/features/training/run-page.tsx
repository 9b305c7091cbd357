import type { TrainingRun } from '@tandem/data-model/contract';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { trainingRunQuery, trainingRunsQuery } from '../../api/training.ts';
import { useFormat } from '../../i18n/use-format.ts';
import { Answer } from '../../ui/answer.tsx';
import { Beside } from '../../ui/beside.tsx';
import { Page } from '../../ui/page.tsx';
import { StateMark } from '../../ui/state-mark.tsx';
import { When } from '../../ui/when.tsx';
import { LiveProgress } from './live-progress.tsx';
import { RunAction } from './run-action.tsx';
import css from './run-page.module.css';
import { RunReport } from './run-report.tsx';

/** One run beside the list of all: live while it works, then its leaderboard. */
export function RunPage() {
  const { projectId, runId } = useParams({ from: '/signed-in/projects/$projectId/training/$runId' });
  const { t } = useTranslation();
  const query = useQuery(trainingRunQuery(projectId, runId));
  const run = query.data;
  return (
    <Page
      title={run?.name ?? t('place.training')}
      what={run ? <What run={run} /> : '\u00a0'}
      well={
        run && (
          <span className={css.meta}>
            <StateMark state={run.state} /> <When at={run.createdAt} /> <code>{run.id.slice(0, 12)}</code>
          </span>
        )
      }
      of="model"
      action={run && <RunAction projectId={projectId} run={run} />}
    >
      <Beside
        wide="detail"
        list={<Siblings projectId={projectId} />}
        detail={
          <Answer query={query}>
            {(it) => (
              <div className={css.detail}>
                {it.report ? (
                  <RunReport report={it.report} />
                ) : (
                  <LiveProgress key={it.id} projectId={projectId} run={it} />
                )}
              </div>
            )}
          </Answer>
        }
      />
    </Page>
  );
}

function What({ run: { job, report } }: { readonly run: TrainingRun }) {
  const { t } = useTranslation();
  const { number } = useFormat();
  const range = {
    horizon: number(job.forecastHorizon),
    from: job.forecastQuantiles[0] ?? '',
    to: job.forecastQuantiles.at(-1) ?? '',
  };
  return report
    ? t('run.what', { ...range, items: number(report.items), rows: number(report.rows) })
    : t('run.whatJob', { ...range, preset: job.preset });
}

function Siblings({ projectId }: { readonly projectId: string }) {
  const { t } = useTranslation();
  const { fixed } = useFormat();
  const query = useQuery(trainingRunsQuery(projectId));
  return (
    <Answer query={query}>
      {(runs) => (
        <nav className={css.siblings} aria-label={t('training.list')}>
          {runs.map(({ id, name, state, createdAt, report }) => (
            <Link key={id} to="/projects/$projectId/training/$runId" params={{ projectId, runId: id }}>
              <span className={css.name}>{name}</span>
              <span className={css.figure}>
                {report?.ensemble.test.SQL != null && fixed(report.ensemble.test.SQL, 3)}
              </span>
              <StateMark state={state} />
              <span className={css.when}>
                <When at={createdAt} />
              </span>
            </Link>
          ))}
        </nav>
      )}
    </Answer>
  );
}
