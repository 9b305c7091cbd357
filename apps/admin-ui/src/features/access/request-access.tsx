import { NumberInput, Textarea } from '@mantine/core';
import { type Listing, mostSubscriptionDays } from '@tandem/data-model/contract';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { client } from '../../api/client.ts';
import { keys } from '../../api/keys.ts';
import { useActOn } from '../../api/use-act.ts';
import { FormDialog } from '../../ui/form-dialog.tsx';

/** Asks whoever publishes something for access to it: why, and for how long. */
export function RequestAccess({
  projectId,
  listing,
  onClose,
}: {
  readonly projectId: string;
  readonly listing: Listing;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation();
  const [reason, setReason] = useState('');
  const [days, setDays] = useState<number | string>(90);
  const ask = useActOn(
    [keys.project(projectId), keys.approvals],
    (body: { reason: string; days: number }) =>
      client.createSubscriptionRequest({ params: { projectId }, body: { listingId: listing.id, ...body } }),
    onClose,
  );
  const title = t('access.askTitle', { name: listing.name, project: listing.projectName });
  return (
    <FormDialog
      title={title}
      what={t(`access.gives.${listing.kind}`)}
      act={ask}
      actLabel={t('access.ask')}
      busyLabel={t('access.asking')}
      isWhole={reason.trim() !== '' && typeof days === 'number'}
      onSubmit={() => ask.mutate({ reason, days: Number(days) })}
      onClose={onClose}
    >
      <Textarea
        label={t('access.reason')}
        description={t('access.reasonHelp', { project: listing.projectName })}
        value={reason}
        maxLength={2000}
        rows={3}
        data-autofocus
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      <NumberInput
        label={t('access.days')}
        value={days}
        min={1}
        max={mostSubscriptionDays}
        allowDecimal={false}
        onChange={setDays}
      />
    </FormDialog>
  );
}
