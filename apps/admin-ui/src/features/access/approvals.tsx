import { Button, NumberInput } from '@mantine/core';
import { type Approval, mostSubscriptionDays, type SubscriptionRequest } from '@tandem/data-model/contract';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { approvalsQuery } from '../../api/access.ts';
import { client } from '../../api/client.ts';
import { keys } from '../../api/keys.ts';
import { useActOn } from '../../api/use-act.ts';
import { useFormat } from '../../i18n/use-format.ts';
import { ActButton } from '../../ui/act-button.tsx';
import { Answer } from '../../ui/answer.tsx';
import { DataGrid, type GridColumn } from '../../ui/data-grid.tsx';
import { EmptyPlace } from '../../ui/empty-place.tsx';
import { Section } from '../../ui/page.tsx';
import { ProblemNotice } from '../../ui/problem-notice.tsx';
import { StateMark } from '../../ui/state-mark.tsx';
import { When } from '../../ui/when.tsx';
import css from './access.module.css';
import { SayWhy } from './say-why.tsx';
import { WhatIsShared } from './what-is-shared.tsx';
import { WhoAsks } from './who-asks.tsx';

/** What waits for the decision of whoever looks, in all of their projects, and what was decided. */
export function Approvals({ projectId }: { readonly projectId: string }) {
  const { t } = useTranslation();
  const query = useQuery(approvalsQuery('waiting'));
  const [rejecting, setRejecting] = useState<SubscriptionRequest | null>(null);
  const reject = useActOn(
    [keys.approvals, keys.project(projectId)],
    ({ request, reason }: { readonly request: SubscriptionRequest; readonly reason: string }) =>
      client.rejectSubscriptionRequest({ ...ofRequest(request), body: { reason } }),
    () => setRejecting(null),
  );
  const asked = useAsked();
  const columns = useMemo(
    (): GridColumn<Approval>[] => [
      ...asked,
      { id: 'since', title: t('access.since'), cell: ({ request }) => <When at={request.createdAt} /> },
      {
        id: 'act',
        title: t('access.decide'),
        isQuiet: true,
        align: 'right',
        cell: ({ request }) => (
          <Decide projectId={projectId} request={request} onReject={() => setRejecting(request)} />
        ),
      },
    ],
    [t, asked, projectId],
  );
  return (
    <>
      <Section title={t('access.approvals')} help={t('access.approvalsHelp')}>
        <Answer query={query}>
          {({ approvals }) =>
            approvals.length === 0 ? (
              <EmptyPlace of="both" title={t('access.approvalsNone')} next={t('access.approvalsNoneNext')} />
            ) : (
              <DataGrid middle label={t('access.approvals')} columns={columns} rows={approvals} idOf={({ id }) => id} />
            )
          }
        </Answer>
      </Section>
      <Decided />
      {rejecting && (
        <SayWhy
          title={t('access.rejectTitle', { name: rejecting.name, project: rejecting.projectName })}
          what={t('access.rejectWhat')}
          act={reject}
          of={{ request: rejecting }}
          actLabel={t('access.reject')}
          busyLabel={t('access.rejecting')}
          onClose={() => setRejecting(null)}
        />
      )}
    </>
  );
}

const ofRequest = ({ id, publisherId }: SubscriptionRequest) => ({
  params: { projectId: publisherId, subscriptionRequestId: id },
});

/** What is asked of which project, by whom and why. */
function useAsked(): GridColumn<Approval>[] {
  const { t } = useTranslation();
  return useMemo(
    () => [
      { id: 'name', title: t('access.entry'), cell: ({ request }) => <WhatIsShared {...request} /> },
      { id: 'of', title: t('access.publisher'), cell: ({ projectName }) => projectName },
      { id: 'to', title: t('access.subscriber'), cell: ({ request }) => request.projectName },
      { id: 'reason', title: t('access.reason'), cell: ({ request }) => request.reason },
      { id: 'by', title: t('access.by'), cell: ({ request }) => <WhoAsks {...request} /> },
    ],
    [t],
  );
}

/** For how long, then yes; or no. */
function Decide({
  projectId,
  request,
  onReject,
}: {
  readonly projectId: string;
  readonly request: SubscriptionRequest;
  readonly onReject: () => void;
}) {
  const { t } = useTranslation();
  const [days, setDays] = useState<number | string>(request.days);
  const approve = useActOn([keys.approvals, keys.project(projectId)], (days: number) =>
    client.approveSubscriptionRequest({ ...ofRequest(request), body: { days } }),
  );
  const named = { name: request.name, project: request.projectName };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (typeof days === 'number') approve.mutate(days);
  };
  return (
    <>
      <form className={css.decide} aria-label={t('access.approveNamed', named)} onSubmit={submit}>
        <NumberInput
          aria-label={t('access.daysNamed', named)}
          suffix={` ${t('access.daysShort')}`}
          value={days}
          min={1}
          max={mostSubscriptionDays}
          allowDecimal={false}
          w={110}
          onChange={setDays}
        />
        <ActButton
          type="submit"
          busy={approve.isPending}
          busyLabel={t('access.approving')}
          disabled={typeof days !== 'number'}
        >
          {t('access.approve')}
        </ActButton>
        <Button variant="default" aria-label={t('access.rejectNamed', named)} onClick={onReject}>
          {t('access.reject')}
        </Button>
      </form>
      {approve.error && <ProblemNotice error={approve.error} />}
    </>
  );
}

function Decided() {
  const { t } = useTranslation();
  const { number } = useFormat();
  const { data } = useQuery(approvalsQuery('decided'));
  const asked = useAsked();
  const columns = useMemo(
    (): GridColumn<Approval>[] => [
      ...asked,
      {
        id: 'state',
        title: t('access.state'),
        cell: ({ request: { state } }) => state !== 'pending' && <StateMark state={state} />,
      },
      { id: 'decidedBy', title: t('access.decidedBy'), cell: ({ request }) => request.decidedBy },
      { id: 'why', title: t('access.why'), cell: ({ request }) => request.decisionReason },
      {
        id: 'at',
        title: t('access.decidedAt'),
        cell: (it) => it.request.decidedAt && <When at={it.request.decidedAt} />,
      },
    ],
    [t, asked],
  );
  if (!data || data.approvals.length === 0) return null;
  const { decided } = data.counts;
  const rows = data.approvals;
  return (
    <Section
      title={t('access.decided')}
      {...(decided > rows.length
        ? { help: t('access.decidedSome', { shown: number(rows.length), all: number(decided) }) }
        : {})}
    >
      <DataGrid label={t('access.decided')} columns={columns} rows={rows} idOf={({ id }) => id} />
    </Section>
  );
}
