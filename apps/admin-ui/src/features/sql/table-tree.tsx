import type { Subscription } from '@tandem/data-model/contract';
import { useTranslation } from 'react-i18next';
import type { StarTables } from './star-tables.ts';
import css from './table-tree.module.css';

/** The tables that a query can name, with their columns, and those that other projects share; a press writes the name into the editor. */
export function TableTree({
  tables: { tables },
  shared,
  onInsert,
}: {
  readonly tables: StarTables;
  readonly shared: readonly Subscription[];
  readonly onInsert: (name: string) => void;
}) {
  const { t } = useTranslation();
  return (
    <nav className={css.tree} aria-label={t('tables.list')}>
      {tables.map(({ name, description, columns }, k) => (
        <details key={name} open={k === 0}>
          <summary title={description}>
            <code>{name}</code>
          </summary>
          <ul>
            <li>
              <button type="button" title={t('sql.insert', { name })} onClick={() => onInsert(name)}>
                <code>{name}</code>
                <span>{t('load.table')}</span>
              </button>
            </li>
            {columns.map((column) => (
              <li key={column.name}>
                <button
                  type="button"
                  title={t('sql.insert', { name: column.name })}
                  onClick={() => onInsert(column.name)}
                >
                  <code>{column.name}</code>
                  <span>{column.type}</span>
                </button>
              </li>
            ))}
          </ul>
        </details>
      ))}
      {shared.length > 0 && (
        <details open>
          <summary title={t('sql.sharedHelp')}>{t('sql.shared')}</summary>
          <ul>
            {shared.map(({ id, schema, name, publisherName }) => (
              <Shared key={id} text={`"${schema}".${name}`} publisher={publisherName} onInsert={onInsert} />
            ))}
          </ul>
        </details>
      )}
    </nav>
  );
}

function Shared({
  text,
  publisher,
  onInsert,
}: {
  readonly text: string;
  readonly publisher: string;
  readonly onInsert: (name: string) => void;
}) {
  const { t } = useTranslation();
  return (
    <li>
      <button type="button" title={t('sql.insert', { name: text })} onClick={() => onInsert(text)}>
        <code>{text}</code>
        <span>{publisher}</span>
      </button>
    </li>
  );
}
