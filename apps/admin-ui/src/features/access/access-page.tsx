import { useQuery } from '@tanstack/react-query';
import { Link, useParams, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { approvalsQuery } from '../../api/access.ts';
import { Page } from '../../ui/page.tsx';
import { PartNav } from '../../ui/part-nav.tsx';
import { Approvals } from './approvals.tsx';
import { Found } from './found.tsx';
import { Given } from './given.tsx';
import { Had } from './had.tsx';
import { Quotas } from './quotas.tsx';

const parts = ['find', 'had', 'given', 'approvals', 'quotas'] as const;

/** What projects let each other read: what there is, what this one has and gives, what waits for a decision; and what it may use. */
export function AccessPage() {
  const { t } = useTranslation();
  const { projectId } = useParams({ from: '/signed-in/projects/$projectId' });
  const { part = 'find' } = useSearch({ from: '/signed-in/projects/$projectId/access' });
  const { data: inbox } = useQuery(approvalsQuery('waiting'));
  const waiting = inbox?.counts.waiting ?? 0;
  return (
    <Page
      title={t('place.access')}
      what={t('access.what')}
      {...(waiting > 0 && { well: t('access.well', { count: waiting }) })}
      of="both"
    >
      <PartNav label={t('access.parts')}>
        {parts.map((it) => (
          <Link
            key={it}
            to="/projects/$projectId/access"
            params={{ projectId }}
            search={it === 'find' ? {} : { part: it }}
            activeOptions={{ exact: true, includeSearch: true }}
            aria-current={it === part ? 'page' : undefined}
          >
            {it === 'approvals' && waiting > 0 ? t('access.waitingPart', { count: waiting }) : t(`access.part.${it}`)}
          </Link>
        ))}
      </PartNav>
      {part === 'find' && <Found projectId={projectId} />}
      {part === 'had' && <Had projectId={projectId} />}
      {part === 'given' && <Given projectId={projectId} />}
      {part === 'approvals' && <Approvals projectId={projectId} />}
      {part === 'quotas' && <Quotas projectId={projectId} />}
    </Page>
  );
}
