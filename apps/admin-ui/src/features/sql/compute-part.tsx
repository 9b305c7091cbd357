import type { Compute } from '@tandem/data-model/contract';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { computeQuery } from '../../api/compute.ts';
import { Answer } from '../../ui/answer.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Section } from '../../ui/page.tsx';
import css from './compute-part.module.css';
import { QueryProcesses } from './query-processes.tsx';
import { WarehouseLine } from './warehouse-line.tsx';

/** What runs for the project: the process that owns its warehouse, and those that answer queries. */
export function ComputePart({ projectId }: { readonly projectId: string }) {
  const { t } = useTranslation();
  const query = useQuery(computeQuery(projectId));
  return (
    <Section title={t('compute.title')} help={t('compute.help')}>
      <Answer query={query}>
        {({ warehouse, queries }) => (
          <div className={css.parts}>
            <WarehouseLine projectId={projectId} warehouse={warehouse} />
            <div className={css.part}>
              <h3>{t('compute.queries')}</h3>
              <Walls sandbox={queries.sandbox} />
              <QueryProcesses projectId={projectId} processes={queries.processes} />
            </div>
          </div>
        )}
      </Answer>
    </Section>
  );
}

/** What keeps a query from the machine, said plainly where it is less than it could be. */
function Walls({ sandbox: { kind, reason } }: { readonly sandbox: Compute['queries']['sandbox'] }) {
  const { t } = useTranslation();
  if (reason === null) return <p className={css.quiet}>{t('compute.walled')}</p>;
  return <Notice>{t(kind === 'process' ? 'compute.unwalled' : 'compute.partly', { reason })}</Notice>;
}
