import { Button } from '@mantine/core';
import type { QuotaUse } from '@tandem/data-model/contract';
import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { quotasQuery } from '../../api/access.ts';
import { mayOnDomain } from '../../api/may.ts';
import { projectsQuery } from '../../api/projects.ts';
import { meQuery } from '../../api/session.ts';
import { useFormat } from '../../i18n/use-format.ts';
import { Answer } from '../../ui/answer.tsx';
import { DataGrid, type GridColumn } from '../../ui/data-grid.tsx';
import { Section } from '../../ui/page.tsx';
import css from './access.module.css';
import { SetQuotas } from './set-quotas.tsx';

/** What the project uses of what it may; whoever manages its domain sets the limits. */
export function Quotas({ projectId }: { readonly projectId: string }) {
  const { t } = useTranslation();
  const { number, bytes } = useFormat();
  const [isSetting, setIsSetting] = useState(false);
  const query = useQuery(quotasQuery(projectId));
  const { data: me } = useQuery(meQuery());
  const { data: project } = useQuery({
    ...projectsQuery(),
    select: (list) => list.find(({ id }) => id === projectId),
  });
  const may = me !== undefined && project !== undefined && mayOnDomain(me, 'manage', project.domainId);
  const columns = useMemo((): GridColumn<QuotaUse>[] => {
    const amount = (unit: string, value: number | null) =>
      value === null ? '' : unit === 'bytes' ? bytes(value) : number(value, unit === 'minutes' ? 1 : 0);
    return [
      { id: 'quota', title: t('access.quota'), cell: ({ quota }) => t(`access.quotaName.${quota}`) },
      { id: 'used', title: t('access.used'), align: 'right', cell: ({ unit, used }) => amount(unit, used) },
      {
        id: 'most',
        title: t('access.most'),
        align: 'right',
        cell: ({ unit, most }) => (most === null ? t('access.unlimited') : amount(unit, most)),
      },
      { id: 'share', title: t('access.share'), isQuiet: true, cell: (it) => <Share of={it} /> },
      {
        id: 'state',
        title: t('access.state'),
        cell: ({ state }) => state !== 'unlimited' && t(`access.quotaState.${state}`),
      },
      { id: 'from', title: t('access.from'), cell: ({ from }) => from && t(`access.limitOf.${from}`) },
    ];
  }, [t, number, bytes]);
  return (
    <Section
      title={t('access.quotas')}
      help={t('access.quotasHelp')}
      tools={
        may &&
        query.data && (
          <Button variant="default" onClick={() => setIsSetting(true)}>
            {t('access.limit')}
          </Button>
        )
      }
    >
      {isSetting && project && query.data && (
        <SetQuotas project={project} quotas={query.data} onClose={() => setIsSetting(false)} />
      )}
      <Answer query={query}>
        {(quotas) => (
          <DataGrid label={t('access.quotas')} columns={columns} rows={quotas} idOf={({ quota }) => quota} />
        )}
      </Answer>
    </Section>
  );
}

function Share({ of: { quota, used, most, warnShare } }: { readonly of: QuotaUse }) {
  const { t } = useTranslation();
  if (used === null || most === null || most === 0 || warnShare === null) return null;
  return (
    <meter
      className={css.bar}
      aria-label={t(`access.quotaName.${quota}`)}
      min={0}
      max={most}
      low={most * warnShare}
      high={most * 0.999}
      optimum={0}
      value={Math.min(used, most)}
    />
  );
}
