import { Button } from '@mantine/core';
import type { Connection } from '@tandem/data-model/contract';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { client } from '../../api/client.ts';
import { useMay } from '../../api/may.ts';
import { useAct } from '../../api/use-act.ts';
import { useFormat } from '../../i18n/use-format.ts';
import { ActButton } from '../../ui/act-button.tsx';
import { ConfirmByName } from '../../ui/confirm-by-name.tsx';
import { Detail, DetailPart } from '../../ui/detail.tsx';
import { Facts } from '../../ui/facts.tsx';
import { ProblemNotice } from '../../ui/problem-notice.tsx';
import { When } from '../../ui/when.tsx';
import { ChangeConnection } from './connection-form.tsx';
import css from './connections.module.css';
import { ImportTable } from './import-table.tsx';

/** A connection that people made: where it leads, whether it opens, and what can be brought over from it. */
export function ConnectionDetail({
  projectId,
  connection,
  onClose,
}: {
  readonly projectId: string;
  readonly connection: Connection;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation();
  const may = useMay(projectId);
  const { settings, testedAt, detail } = connection;
  return (
    <Detail title={connection.name} onClose={onClose}>
      <Facts
        list={[
          [t('connections.host'), settings && `${settings.host}:${settings.port}`],
          [t('connections.database'), settings?.database],
          [t('connections.user'), settings?.user],
          [t('connections.tlsOf'), settings && t(`connections.tls.${settings.tls}`)],
          [t('connections.tested'), testedAt && <When at={testedAt} />],
        ]}
      />
      {connection.state === 'away' && (
        <p className={css.detail} lang="en">
          {detail}
        </p>
      )}
      {may('manage') && <Acts projectId={projectId} connection={connection} onGone={onClose} />}
      {may('operate') && (
        <DetailPart title={t('connections.import')}>
          <ImportTable projectId={projectId} connectionId={connection.id} />
        </DetailPart>
      )}
    </Detail>
  );
}

function Acts({
  projectId,
  connection,
  onGone,
}: {
  readonly projectId: string;
  readonly connection: Connection;
  readonly onGone: () => void;
}) {
  const { t } = useTranslation();
  const { number } = useFormat();
  const [asking, setAsking] = useState<'change' | 'remove' | null>(null);
  const { name } = connection;
  const params = { projectId, connectionId: connection.id };
  const test = useAct(projectId, () => client.testConnection({ params }));
  const remove = useAct(projectId, () => client.deleteConnection({ params }), onGone);
  return (
    <div className={css.acts}>
      <ActButton busy={test.isPending} busyLabel={t('connections.testing')} onClick={() => test.mutate(undefined)}>
        {t('connections.test')}
      </ActButton>
      <Button variant="default" onClick={() => setAsking('change')}>
        {t('connections.change')}
      </Button>
      <Button variant="default" color="bad" onClick={() => setAsking('remove')}>
        {t('connections.remove')}
      </Button>
      {test.data && (
        <p role="status">
          {t('connections.answers', { version: test.data.serverVersion, latency: number(test.data.latencyMs, 1) })}
        </p>
      )}
      {test.error && <ProblemNotice error={test.error} />}
      {asking === 'change' && (
        <ChangeConnection
          projectId={projectId}
          connectionId={connection.id}
          onDone={() => {
            test.reset();
            setAsking(null);
          }}
          onClose={() => setAsking(null)}
        />
      )}
      {asking === 'remove' && (
        <ConfirmByName
          opened
          name={name}
          title={t('connections.removeTitle', { name })}
          consequence={t('connections.removeWhat')}
          instruction={t('connections.typeName', { name })}
          actLabel={t('connections.remove')}
          busyLabel={t('connections.removing')}
          busy={remove.isPending}
          error={remove.error}
          onAct={() => remove.mutate(undefined)}
          onClose={() => {
            remove.reset();
            setAsking(null);
          }}
        />
      )}
    </div>
  );
}
