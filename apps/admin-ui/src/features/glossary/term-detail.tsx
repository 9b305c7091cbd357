import { Button } from '@mantine/core';
import type { NewTerm, Term } from '@tandem/data-model/contract';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { client } from '../../api/client.ts';
import { useDomainAct } from '../../api/use-act.ts';
import { ConfirmByName } from '../../ui/confirm-by-name.tsx';
import { Detail } from '../../ui/detail.tsx';
import { Facts } from '../../ui/facts.tsx';
import { termName } from '../../ui/term-names.tsx';
import { TermForm } from './term-form.tsx';

/** One word: what it means, to be changed by whoever keeps the glossary. */
export function TermDetail({
  term,
  isTheirs,
  onClose,
}: {
  readonly term: Term;
  readonly isTheirs: boolean;
  readonly onClose: () => void;
}) {
  const { t, i18n } = useTranslation();
  const { domainId, ko, en, synonyms, description } = term;
  const name = termName(term, i18n.language);
  const change = useDomainAct(domainId, (body: NewTerm) =>
    client.changeTerm({ params: { domainId, termId: term.id }, body }),
  );
  if (isTheirs) {
    return (
      <Detail title={name} onClose={onClose}>
        <TermForm term={term} act={change} actLabel={t('glossary.change')} busyLabel={t('glossary.changing')} />
        <Remove term={term} name={name} onGone={onClose} />
      </Detail>
    );
  }
  return (
    <Detail title={name} onClose={onClose}>
      <Facts
        list={[
          [t('glossary.ko'), ko],
          [t('glossary.en'), en],
          [t('glossary.synonyms'), synonyms.join(', ')],
          [t('glossary.description'), description],
        ]}
      />
    </Detail>
  );
}

/** A word to be added. */
export function NewTermDetail({
  domainId,
  onMade,
  onClose,
}: {
  readonly domainId: string;
  readonly onMade: (termId: string) => void;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation();
  const create = useDomainAct(
    domainId,
    (body: NewTerm) => client.createTerm({ params: { domainId }, body }),
    ({ id }) => onMade(id),
  );
  return (
    <Detail title={t('glossary.add')} onClose={onClose}>
      <TermForm term={null} act={create} actLabel={t('glossary.add')} busyLabel={t('glossary.adding')} />
    </Detail>
  );
}

function Remove({ term, name, onGone }: { readonly term: Term; readonly name: string; readonly onGone: () => void }) {
  const { t } = useTranslation();
  const [isAsking, setAsking] = useState(false);
  const params = { domainId: term.domainId, termId: term.id };
  const remove = useDomainAct(term.domainId, () => client.deleteTerm({ params }), onGone);
  return (
    <div>
      <Button variant="default" color="bad" onClick={() => setAsking(true)}>
        {t('glossary.remove')}
      </Button>
      <ConfirmByName
        opened={isAsking}
        name={name}
        title={t('glossary.removeTitle', { name })}
        consequence={t('glossary.removeWhat')}
        instruction={t('people.typeName', { name })}
        actLabel={t('glossary.remove')}
        busyLabel={t('glossary.removing')}
        busy={remove.isPending}
        error={remove.error}
        onAct={() => remove.mutate(undefined)}
        onClose={() => setAsking(false)}
      />
    </div>
  );
}
