import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { client } from '../../../api/client.ts';
import { ownersQuery } from '../../../api/people.ts';
import { useDomainAct } from '../../../api/use-act.ts';
import { ActButton } from '../../../ui/act-button.tsx';
import { Answer } from '../../../ui/answer.tsx';
import { EmptyPlace } from '../../../ui/empty-place.tsx';
import { LineForm } from '../../../ui/line-form.tsx';
import { Section } from '../../../ui/page.tsx';
import { ProblemNotice } from '../../../ui/problem-notice.tsx';
import { MemberName } from '../member-name.tsx';
import { MemberSelect } from '../member-select.tsx';
import css from '../people.module.css';

export function DomainOwners({ domainId, isTheirs }: { readonly domainId: string; readonly isTheirs: boolean }) {
  const { t } = useTranslation();
  return (
    <Section title={t('people.part.owners')} help={t('owners.help')}>
      <Owners domainId={domainId} domainUnitId={null} isTheirs={isTheirs} />
    </Section>
  );
}

/** Who owns a domain, or a unit of it; whoever may, adds to them and takes from them. */
export function Owners({
  domainId,
  domainUnitId,
  isTheirs,
}: {
  readonly domainId: string;
  readonly domainUnitId: string | null;
  readonly isTheirs: boolean;
}) {
  const { t } = useTranslation();
  const [chosen, setChosen] = useState<string | null>(null);
  const query = useQuery(ownersQuery(domainId, domainUnitId));
  const add = useDomainAct(
    domainId,
    (memberId: string) =>
      domainUnitId === null
        ? client.addDomainOwner({ params: { domainId, memberId } })
        : client.addDomainUnitOwner({ params: { domainId, domainUnitId, memberId } }),
    () => setChosen(null),
  );
  const remove = useDomainAct(domainId, (memberId: string) =>
    domainUnitId === null
      ? client.removeDomainOwner({ params: { domainId, memberId } })
      : client.removeDomainUnitOwner({ params: { domainId, domainUnitId, memberId } }),
  );
  return (
    <>
      {isTheirs && (
        <LineForm label={t('owners.add')} onSubmit={() => chosen && add.mutate(chosen)}>
          <MemberSelect
            domainId={domainId}
            value={chosen}
            onChoose={setChosen}
            groups
            without={query.data?.map(({ memberId }) => memberId) ?? []}
          />
          <ActButton
            type="submit"
            variant="default"
            busy={add.isPending}
            busyLabel={t('owners.adding')}
            disabled={chosen === null}
          >
            {t('owners.add')}
          </ActButton>
        </LineForm>
      )}
      {add.error && <ProblemNotice error={add.error} />}
      {remove.error && <ProblemNotice error={remove.error} />}
      <Answer query={query}>
        {(owners) =>
          owners.length === 0 ? (
            <EmptyPlace of="both" title={t('owners.none')} next={t('owners.noneNext')} />
          ) : (
            <ul className={css.list} aria-label={t('people.part.owners')}>
              {owners.map((it) => (
                <li key={it.memberId}>
                  <MemberName member={it} />
                  {isTheirs && (
                    <Button
                      variant="subtle"
                      color="ink"
                      aria-label={t('owners.removeNamed', { name: it.name })}
                      onClick={() => remove.mutate(it.memberId)}
                    >
                      {t('owners.remove')}
                    </Button>
                  )}
                </li>
              ))}
            </ul>
          )
        }
      </Answer>
    </>
  );
}
