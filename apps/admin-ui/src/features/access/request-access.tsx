import { Button, Modal, NumberInput, Textarea } from '@mantine/core';
import { type Listing, mostSubscriptionDays } from '@tandem/data-model/contract';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { client } from '../../api/client.ts';
import { keys } from '../../api/keys.ts';
import { useActOn } from '../../api/use-act.ts';
import { ActButton } from '../../ui/act-button.tsx';
import { ProblemNotice } from '../../ui/problem-notice.tsx';
import css from './access.module.css';

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
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (typeof days === 'number') ask.mutate({ reason, days });
  };
  const title = t('access.askTitle', { name: listing.name, project: listing.projectName });
  return (
    <Modal opened onClose={onClose} title={title} closeButtonProps={{ 'aria-label': t('word.close') }}>
      <form className={css.dialog} onSubmit={submit}>
        <p>{t(`access.gives.${listing.kind}`)}</p>
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
        {ask.error && <ProblemNotice error={ask.error} />}
        <div className={css.acts}>
          <Button variant="default" onClick={onClose}>
            {t('word.cancel')}
          </Button>
          <ActButton
            type="submit"
            busy={ask.isPending}
            busyLabel={t('access.asking')}
            disabled={reason.trim() === '' || typeof days !== 'number'}
          >
            {t('access.ask')}
          </ActButton>
        </div>
      </form>
    </Modal>
  );
}
