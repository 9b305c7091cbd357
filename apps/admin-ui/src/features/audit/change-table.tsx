import type { AuditEvent } from '@tandem/data-model/contract';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../i18n/use-format.ts';
import { ScrollArea } from '../../ui/scroll-area.tsx';
import css from './audit.module.css';

/** What changed: each column with its value before and after. What is long or may be a secret is named, not shown. */
export function ChangeTable({ changes }: { readonly changes: AuditEvent['changes'] }) {
  const { t } = useTranslation();
  const columns = Object.entries(changes);
  if (columns.length === 0) return <p className={css.hint}>{t('audit.noChanges')}</p>;
  return (
    <ScrollArea className={css.changes}>
      <table aria-label={t('audit.changes')}>
        <thead>
          <tr>
            <th scope="col">{t('audit.column')}</th>
            <th scope="col">{t('audit.old')}</th>
            <th scope="col">{t('audit.new')}</th>
          </tr>
        </thead>
        <tbody>
          {columns.map(([name, change]) => (
            <tr key={name}>
              <th scope="row">
                <code>{name}</code>
              </th>
              <td>
                <Value value={change.old} />
              </td>
              <td>
                <Value value={change.new} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollArea>
  );
}

function Value({ value }: { readonly value: unknown }) {
  const { t } = useTranslation();
  const { bytes } = useFormat();
  if (value === undefined || value === null) return <span className={css.hint}>{t('audit.nothing')}</span>;
  if (typeof value !== 'object') return <code>{String(value)}</code>;
  if ('withheld' in value) return <span className={css.hint}>{t('audit.withheld')}</span>;
  if ('sha256' in value && 'bytes' in value && typeof value.bytes === 'number') {
    return (
      <span className={css.hint} title={String(value.sha256)}>
        {t('audit.long', { size: bytes(value.bytes), hash: String(value.sha256).slice(0, 12) })}
      </span>
    );
  }
  return <code>{JSON.stringify(value)}</code>;
}
