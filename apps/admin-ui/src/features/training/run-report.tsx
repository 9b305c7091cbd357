import type { TrainingReport } from '@tandem/data-model/contract';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { coveragePoints } from '../../charts/coverage.ts';
import { useFormat } from '../../i18n/use-format.ts';
import { Section } from '../../ui/page.tsx';
import { SkeletonBlock } from '../../ui/skeleton-lines.tsx';
import { CoverageTable } from './coverage-table.tsx';
import { ImportanceTable } from './importance-table.tsx';
import { Leaderboard } from './leaderboard.tsx';
import css from './run-report.module.css';
import { SetAside } from './set-aside.tsx';
import { Windows } from './windows.tsx';

const CoverageChart = lazy(() =>
  import('../../charts/coverage-chart.tsx').then((it) => ({ default: it.CoverageChart })),
);

/** What a run found: how well the ensemble does against the plainest forecast first, then by whom and how. */
export function RunReport({ report }: { readonly report: TrainingReport }) {
  const { t } = useTranslation();
  const { number } = useFormat();
  const { importance } = report;
  const importanceHelp =
    importance && t('run.importanceHelp', { items: number(importance.items), repeats: number(importance.repeats) });
  const points = coveragePoints(report.ensemble.test.coverage);
  return (
    <>
      <Verdict report={report} />
      <Section title={t('run.leaderboard')} help={t('run.leaderboardHelp')}>
        <Leaderboard report={report} />
      </Section>
      <Section title={t('run.importance')} help={importanceHelp}>
        {importance ? <ImportanceTable importance={importance} /> : <p>{t('run.importanceNone')}</p>}
      </Section>
      <div className={css.pair}>
        <Section title={t('run.coverage')} help={t('run.coverageHelp')}>
          <div className={css.coverage}>
            <Suspense fallback={<SkeletonBlock height={252} />}>
              <CoverageChart points={points} />
            </Suspense>
            <CoverageTable points={points} />
          </div>
        </Section>
        <Section title={t('run.windows')} help={t('run.windowsHelp')}>
          <Windows windows={report.windows} seasons={report.seasons} />
        </Section>
      </div>
      <Section title={t('run.setAside')} help={report.setAside.length > 0 && t('run.setAsideHelp')}>
        <SetAside items={report.setAside} />
      </Section>
      {report.notes.length > 0 && (
        <Section title={t('run.notes')}>
          <ul className={css.notes}>
            {report.notes.map((note) => (
              <li key={note}>{note}</li>
            ))}
          </ul>
        </Section>
      )}
    </>
  );
}

function Verdict({ report }: { readonly report: TrainingReport }) {
  const { t } = useTranslation();
  const { fixed, percent, number } = useFormat();
  const { baseline, ensemble } = report;
  const { SQL } = ensemble.test;
  if (SQL === null) return null;
  const { improvement } = baseline;
  const figures = {
    share: percent(Math.abs(improvement ?? 0)),
    baseline: baseline.test.SQL === null ? t('word.unknown') : fixed(baseline.test.SQL, 3),
    better: number(baseline.betterItems),
    all: number(baseline.comparedItems),
  };
  return (
    <div className={css.verdict}>
      <p className={css.figure}>{t('run.headline', { sql: fixed(SQL, 3) })}</p>
      {improvement !== null && <p>{t(improvement >= 0 ? 'run.better' : 'run.worse', figures)}</p>}
    </div>
  );
}
