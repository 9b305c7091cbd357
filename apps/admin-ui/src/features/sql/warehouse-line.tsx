import { Button, Modal } from '@mantine/core';
import { IconPlayerPlay, IconPlayerStop } from '@tabler/icons-react';
import type { WarehouseState } from '@tandem/data-model/contract';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { client } from '../../api/client.ts';
import { useComputeAct } from '../../api/compute.ts';
import { IfMay } from '../../api/if-may.tsx';
import { useFormat } from '../../i18n/use-format.ts';
import { ActButton } from '../../ui/act-button.tsx';
import { ProblemNotice } from '../../ui/problem-notice.tsx';
import { StateMark } from '../../ui/state-mark.tsx';
import { When } from '../../ui/when.tsx';
import css from './compute-part.module.css';

/** The process that owns the warehouse: what it is like, and the ways to start and to stop it. */
export function WarehouseLine({
  projectId,
  warehouse,
}: {
  readonly projectId: string;
  readonly warehouse: WarehouseState;
}) {
  const { t } = useTranslation();
  const start = useComputeAct(projectId, () => client.startWarehouse({ params: { projectId } }));
  const isStopped = warehouse.state === 'stopped';
  return (
    <div className={css.part}>
      <div className={css.line}>
        <h3>{t('compute.warehouse')}</h3>
        <IfMay projectId={projectId}>
          {isStopped ? (
            <ActButton
              variant="default"
              leftSection={<IconPlayerPlay size={15} aria-hidden />}
              busy={start.isPending}
              busyLabel={t('compute.starting')}
              onClick={() => start.mutate()}
            >
              {t('compute.start')}
            </ActButton>
          ) : (
            warehouse.note === null && <Stop projectId={projectId} />
          )}
        </IfMay>
      </div>
      {isStopped && start.error && <ProblemNotice error={start.error} />}
      <Facts warehouse={warehouse} />
      {warehouse.note !== null && <p>{warehouse.note}</p>}
    </div>
  );
}

function Facts({ warehouse }: { readonly warehouse: WarehouseState }) {
  const { t } = useTranslation();
  const { bytes, duration } = useFormat();
  const { state, calls, heldBy, memoryBytes, memoryLimit, threads, startedAt, idleStopSeconds } = warehouse;
  if (state === 'stopped') {
    return (
      <p className={css.facts}>
        <StateMark state="stopped" />
        <span>{t('compute.stoppedHelp')}</span>
      </p>
    );
  }
  const isBusy = calls > 0 || heldBy.length > 0;
  return (
    <p className={css.facts}>
      <StateMark state={isBusy ? 'running' : 'idle'} />
      {heldBy.length > 0 && <span>{t('compute.heldBy', { what: heldBy.join(', ') })}</span>}
      {calls > 0 && <span>{t('compute.calls', { count: calls })}</span>}
      {memoryBytes !== null && memoryLimit !== null && (
        <span>{t('compute.memory', { used: bytes(memoryBytes), limit: memoryLimit })}</span>
      )}
      {threads !== null && <span>{t('compute.threads', { count: threads })}</span>}
      {startedAt !== null && (
        <span>
          {t('compute.since')} <When at={startedAt} />
        </span>
      )}
      {idleStopSeconds !== null && <span>{t('compute.idleStop', { time: duration(idleStopSeconds) })}</span>}
    </p>
  );
}

/** Stops the warehouse once it is said, and agreed to, what that ends. */
function Stop({ projectId }: { readonly projectId: string }) {
  const { t } = useTranslation();
  const [asking, setAsking] = useState(false);
  const stop = useComputeAct(
    projectId,
    () => client.stopWarehouse({ params: { projectId } }),
    () => setAsking(false),
  );
  const ask = () => {
    stop.reset();
    setAsking(true);
  };
  return (
    <>
      <Button variant="default" leftSection={<IconPlayerStop size={15} aria-hidden />} onClick={ask}>
        {t('compute.stop')}
      </Button>
      <Modal
        opened={asking}
        onClose={() => setAsking(false)}
        title={t('compute.stopTitle')}
        closeButtonProps={{ 'aria-label': t('word.close') }}
      >
        <p>{t('compute.stopWhat')}</p>
        {stop.error && <ProblemNotice error={stop.error} />}
        <div className={css.acts}>
          <Button variant="default" onClick={() => setAsking(false)}>
            {t('word.cancel')}
          </Button>
          <ActButton color="bad" busy={stop.isPending} busyLabel={t('compute.stopping')} onClick={() => stop.mutate()}>
            {t('compute.stop')}
          </ActButton>
        </div>
      </Modal>
    </>
  );
}
