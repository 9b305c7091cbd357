import { MultiSelect } from '@mantine/core';
import type { CatalogEntry } from '@tandem/data-model/contract';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { termsQuery } from '../../api/catalog.ts';
import { client } from '../../api/client.ts';
import { projectsQuery } from '../../api/projects.ts';
import { useAct } from '../../api/use-act.ts';
import { ActButton } from '../../ui/act-button.tsx';
import { LineForm } from '../../ui/line-form.tsx';
import { ProblemNotice } from '../../ui/problem-notice.tsx';
import { termName } from '../../ui/term-names.tsx';
import css from './catalog.module.css';

/** Gives an entry the words of the glossary by which people find it. */
export function EntryTerms({ projectId, entry }: { readonly projectId: string; readonly entry: CatalogEntry }) {
  const { t, i18n } = useTranslation();
  const had = entry.terms.map(({ id }) => id);
  const [termIds, setTermIds] = useState(had);
  const { data: project } = useQuery({ ...projectsQuery(), select: (all) => all.find(({ id }) => id === projectId) });
  const domainId = project?.domainId ?? '';
  const { data: terms = [] } = useQuery({ ...termsQuery(domainId), enabled: domainId !== '' });
  const set = useAct(projectId, () =>
    client.setEntryTerms({ params: { projectId, entry: entry.entry }, body: { termIds } }),
  );
  const isNew = termIds.join() !== had.join();
  if (terms.length === 0) {
    return (
      <p className={css.hint}>
        {t('catalog.noTerms')}{' '}
        {domainId && (
          <Link to="/domains/$domainId/glossary" params={{ domainId }}>
            {t('catalog.toGlossary')}
          </Link>
        )}
      </p>
    );
  }
  return (
    <>
      <LineForm label={t('catalog.setTerms')} onSubmit={() => isNew && set.mutate(undefined)}>
        <MultiSelect
          className={css.choose ?? ''}
          label={t('catalog.terms')}
          data={terms.map((it) => ({ value: it.id, label: termName(it, i18n.language) }))}
          value={termIds}
          maxValues={20}
          searchable
          nothingFoundMessage={t('catalog.noTermFound')}
          onChange={setTermIds}
        />
        <ActButton
          type="submit"
          variant="default"
          busy={set.isPending}
          busyLabel={t('catalog.settingTerms')}
          disabled={!isNew}
        >
          {t('catalog.setTerms')}
        </ActButton>
      </LineForm>
      {set.error && <ProblemNotice error={set.error} />}
    </>
  );
}
