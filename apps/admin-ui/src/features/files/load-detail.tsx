import { CloseButton } from '@mantine/core';
import type { Load, LoadReport } from '@tandem/data-model/contract';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { loadQuery } from '../../api/files.ts';
import { IfMay } from '../../api/if-may.tsx';
import { isLive } from '../../api/pace.ts';
import { useFormat } from '../../i18n/use-format.ts';
import { Answer } from '../../ui/answer.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { ButtonLink } from '../../ui/links.tsx';
import { ProblemNotice } from '../../ui/problem-notice.tsx';
import { ProgressLine } from '../../ui/progress-line.tsx';
import { StateMark } from '../../ui/state-mark.tsx';
import { When } from '../../ui/when.tsx';
import { LoadChecks } from './load-checks.tsx';
import css from './load-detail.module.css';
import { LoadFiles, LoadTables } from './load-tables.tsx';
import { RejectList } from './reject-list.tsx';
import { RevertLoad } from './revert-load.tsx';

/** One load beside the list: counts that add up, the tables after it, and each row that was refused. */
export function LoadDetail({ projectId, loadId }: { readonly projectId: string; readonly loadId: string }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const query = useQuery(loadQuery(projectId, loadId));
  return (
    <article className={css.detail} aria-label={t('load.title')}>
      <header className={css.head}>
        <h2>{t(`load.kind.${query.data?.kind ?? 'load'}`)}</h2>
        <CloseButton
          aria-label={t('load.close')}
          onClick={() =>
            void navigate({ to: '/projects/$projectId/files', params: { projectId }, search: {}, resetScroll: false })
          }
        />
      </header>
      <Answer query={query}>{(load) => <Loaded projectId={projectId} load={load} />}</Answer>
    </article>
  );
}

function Loaded({ projectId, load }: { readonly projectId: string; readonly load: Load }) {
  const { t } = useTranslation();
  const { report } = load;
  return (
    <>
      <p className={css.meta}>
        <StateMark state={load.state} /> <When at={load.createdAt} /> <code>{load.id.slice(0, 12)}</code>
        <CopyButton text={load.id} label={t('load.copyId')} />
      </p>
      {load.error && <ProblemNotice error={load.error} />}
      {isLive(load) && <ProgressLine progress={load.progress} of="data" queued={load.state === 'queued'} />}
      {load.kind !== 'plan' && load.state === 'succeeded' && (
        <div className={css.acts}>
          <ButtonLink
            variant="default"
            to="/projects/$projectId/files/compare"
            params={{ projectId }}
            search={{ to: load.id }}
          >
            {t('compare.withBefore')}
          </ButtonLink>
          <IfMay projectId={projectId}>
            <RevertLoad projectId={projectId} loadId={load.id} />
          </IfMay>
        </div>
      )}
      {report && <Report report={report} isPlan={load.kind === 'plan'} />}
      {(load.state === 'succeeded' || load.state === 'failed') && (
        <RejectList projectId={projectId} loadId={load.id} summary={report?.rejects ?? []} />
      )}
    </>
  );
}

function Report({ report, isPlan }: { readonly report: LoadReport; readonly isPlan: boolean }) {
  const { t } = useTranslation();
  const { number } = useFormat();
  const { read, loaded, unchanged, rejected } = report.counts;
  return (
    <>
      <p className={css.sum}>
        {t(isPlan ? 'load.sumPlanned' : 'load.sum', {
          read: number(read),
          loaded: number(loaded),
          unchanged: number(unchanged),
          rejected: number(rejected),
        })}
      </p>
      <LoadFiles files={report.files} />
      <LoadChecks checks={report.checks} />
      <LoadTables tables={report.tables} isPlan={isPlan} />
    </>
  );
}
