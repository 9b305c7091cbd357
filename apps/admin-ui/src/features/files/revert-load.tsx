import { Button, Modal } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { client } from '../../api/client.ts';
import { useAct } from '../../api/use-act.ts';
import { ActButton } from '../../ui/act-button.tsx';
import { ProblemNotice } from '../../ui/problem-notice.tsx';

/** Brings the tables back to what they were after a load, once that is confirmed, and opens the load that does it. */
export function RevertLoad({ projectId, loadId }: { readonly projectId: string; readonly loadId: string }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [opened, setOpened] = useState(false);
  const revert = useAct(
    projectId,
    () => client.revertLoad({ params: { projectId, loadId } }),
    ({ id }) => {
      setOpened(false);
      void navigate({ to: '/projects/$projectId/files', params: { projectId }, search: { load: id } });
    },
  );
  return (
    <>
      <Button variant="default" onClick={() => setOpened(true)}>
        {t('load.revert')}
      </Button>
      <Modal
        opened={opened}
        onClose={() => setOpened(false)}
        title={t('load.revertTitle')}
        closeButtonProps={{ 'aria-label': t('word.close') }}
      >
        <p>{t('load.revertWhat')}</p>
        {revert.error && <ProblemNotice error={revert.error} />}
        <ActButton
          color="bad"
          busy={revert.isPending}
          busyLabel={t('load.reverting')}
          onClick={() => revert.mutate(undefined)}
        >
          {t('load.revertAct')}
        </ActButton>
      </Modal>
    </>
  );
}
