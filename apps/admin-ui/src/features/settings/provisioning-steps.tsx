import type { Project, ProvisioningStep } from '@tandem/data-model/contract';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { client } from '../../api/client.ts';
import { IfMay } from '../../api/if-may.tsx';
import { keys } from '../../api/keys.ts';
import { useActOn } from '../../api/use-act.ts';
import { useFormat } from '../../i18n/use-format.ts';
import { ActButton } from '../../ui/act-button.tsx';
import { DataGrid, type GridColumn } from '../../ui/data-grid.tsx';
import { ProblemNotice } from '../../ui/problem-notice.tsx';
import { ServerWords } from '../../ui/server-words.tsx';
import { StateMark } from '../../ui/state-mark.tsx';
import { useProblemWords } from '../../ui/use-problem-words.ts';
import { When } from '../../ui/when.tsx';
import css from './settings.module.css';

/** The steps by which a project was made; one that failed can be tried again, and the rest with it. */
export function ProvisioningSteps({ project }: { readonly project: Project }) {
  const { t } = useTranslation();
  const { number } = useFormat();
  const retry = useActOn([keys.project(project.id), keys.projects], () =>
    client.retryProvisioning({ params: { projectId: project.id } }),
  );
  const columns = useMemo(
    (): GridColumn<ProvisioningStep>[] => [
      { id: 'name', title: t('settings.step'), cell: ({ name }) => name },
      { id: 'state', title: t('settings.state'), cell: ({ state }) => <StateMark state={state} /> },
      {
        id: 'detail',
        title: t('settings.makes'),
        cell: ({ detail, error }) => (
          <>
            <span lang="en">{detail}</span>
            {error && <Why {...error} />}
          </>
        ),
      },
      { id: 'tries', title: t('settings.tries'), align: 'right', cell: ({ tries }) => number(tries) },
      {
        id: 'ended',
        title: t('settings.ended'),
        align: 'right',
        cell: ({ endedAt }) => endedAt && <When at={endedAt} />,
      },
    ],
    [t, number],
  );
  return (
    <>
      <DataGrid label={t('settings.steps')} columns={columns} rows={project.steps} idOf={({ name }) => name} />
      {retry.error && <ProblemNotice error={retry.error} />}
      {project.state === 'failed' && (
        <IfMay projectId={project.id} right="manage">
          <div>
            <ActButton
              busy={retry.isPending}
              busyLabel={t('settings.retrying')}
              onClick={() => retry.mutate(undefined)}
            >
              {t('settings.retry')}
            </ActButton>
          </div>
        </IfMay>
      )}
    </>
  );
}

function Why(error: NonNullable<ProvisioningStep['error']>) {
  const { detail, mend } = useProblemWords().wordsOf(error);
  return (
    <small className={css.why}>
      <ServerWords words={detail} /> <ServerWords words={mend} />
    </small>
  );
}
