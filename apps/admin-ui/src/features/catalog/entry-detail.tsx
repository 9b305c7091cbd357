import type { CatalogEntry } from '@tandem/data-model/contract';
import { useTranslation } from 'react-i18next';
import { useMay } from '../../api/may.ts';
import { Detail } from '../../ui/detail.tsx';
import { Facts } from '../../ui/facts.tsx';
import { TermNames } from '../../ui/term-names.tsx';
import { When } from '../../ui/when.tsx';
import css from './catalog.module.css';
import { EntryLink } from './entry-link.tsx';
import { EntryTerms } from './entry-terms.tsx';

/** One entry: what it is, its columns, what the glossary calls it, and the way to it. */
export function EntryDetail({
  projectId,
  entry,
  onClose,
}: {
  readonly projectId: string;
  readonly entry: CatalogEntry;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation();
  const mayCurate = useMay(projectId)('curate');
  const { kind, name, description, columns, terms, createdAt } = entry;
  return (
    <Detail title={name} onClose={onClose}>
      <Facts
        list={[
          [t('catalog.kindOf'), t(`catalog.kind.${kind}`)],
          [
            t('catalog.description'),
            description && (
              <span key="description" lang="en">
                {description}
              </span>
            ),
          ],
          [t('catalog.terms'), !mayCurate && terms.length > 0 && <TermNames key="terms" terms={terms} />],
          [t('catalog.created'), createdAt && <When key="created" at={createdAt} />],
        ]}
      />
      <div>
        <EntryLink projectId={projectId} entry={entry} />
      </div>
      {mayCurate && <EntryTerms key={terms.map(({ id }) => id).join()} projectId={projectId} entry={entry} />}
      {columns.length > 0 && (
        <>
          <h3>{t('catalog.columns')}</h3>
          <dl className={css.columns}>
            {columns.map((it) => (
              <div key={it.name}>
                <dt>
                  <code>{it.name}</code>
                </dt>
                <dd lang="en">{it.description}</dd>
              </div>
            ))}
          </dl>
        </>
      )}
    </Detail>
  );
}
