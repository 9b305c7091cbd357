import { Button } from '@mantine/core';
import type { DomainUnit } from '@tandem/data-model/contract';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { client } from '../../../api/client.ts';
import { mayOnDomain } from '../../../api/may.ts';
import { meQuery } from '../../../api/session.ts';
import { useDomainAct } from '../../../api/use-act.ts';
import { ActButton } from '../../../ui/act-button.tsx';
import { Detail, DetailPart } from '../../../ui/detail.tsx';
import { LineForm } from '../../../ui/line-form.tsx';
import { ProblemNotice } from '../../../ui/problem-notice.tsx';
import { RemoveByName } from '../remove-by-name.tsx';
import { Owners } from './owners.tsx';
import { RenameForm } from './rename-form.tsx';
import { UnitSelect } from './unit-select.tsx';
import { unitAndBelow } from './unit-tree.ts';

/** One unit: its name, what it is below, its owners. Only who owns the domain moves it. */
export function UnitDetail({
  unit,
  units,
  isTheirs: isDomainTheirs,
  onClose,
}: {
  readonly unit: DomainUnit;
  readonly units: readonly DomainUnit[];
  readonly isTheirs: boolean;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation();
  const { id, domainId } = unit;
  const [parentId, setParentId] = useState(unit.parentId);
  const [isLeaving, setLeaving] = useState(false);
  const { data: me } = useQuery(meQuery());
  const isTheirs = me !== undefined && mayOnDomain(me, 'manage', domainId, id);
  const params = { domainId, domainUnitId: id };
  const rename = useDomainAct(domainId, (name: string) => client.updateDomainUnit({ params, body: { name } }));
  const move = useDomainAct(domainId, () => client.updateDomainUnit({ params, body: { parentId } }));
  const remove = useDomainAct(domainId, () => client.deleteDomainUnit({ params }));
  return (
    <Detail title={unit.name} onClose={onClose}>
      {isTheirs && <RenameForm label={t('people.name')} name={unit.name} act={rename} />}
      {isDomainTheirs && (
        <LineForm label={t('units.move')} onSubmit={() => move.mutate(undefined)}>
          <UnitSelect units={units} without={unitAndBelow(units, id)} value={parentId} onChoose={setParentId} />
          <ActButton
            type="submit"
            variant="default"
            busy={move.isPending}
            busyLabel={t('units.moving')}
            disabled={parentId === unit.parentId}
          >
            {t('units.move')}
          </ActButton>
        </LineForm>
      )}
      {move.error && <ProblemNotice error={move.error} />}
      <DetailPart title={t('owners.ofUnit')}>
        <Owners domainId={domainId} domainUnitId={id} isTheirs={isTheirs} />
      </DetailPart>
      {isTheirs && (
        <div>
          <Button variant="default" color="bad" onClick={() => setLeaving(true)}>
            {t('units.remove')}
          </Button>
        </div>
      )}
      {isLeaving && (
        <RemoveByName
          name={unit.name}
          title={t('units.removeTitle', { name: unit.name })}
          consequence={t('units.removeWhat', { name: unit.name })}
          actLabel={t('units.remove')}
          busyLabel={t('units.removing')}
          act={remove}
          argument={undefined}
          onGone={onClose}
          onClose={() => setLeaving(false)}
        />
      )}
    </Detail>
  );
}
