import type { Table } from '@tandem/data-model/contract';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../i18n/use-format.ts';

/** What the star is, and how much lies in it, in a sentence each. */
export function useTablesHead(tables: readonly Table[] | undefined) {
  const { t } = useTranslation();
  const { number } = useFormat();
  const count = (kind: Table['kind']) => tables?.filter((it) => it.kind === kind).length ?? 0;
  const rows = tables?.reduce((sum, it) => sum + it.rows, 0) ?? 0;
  return {
    what: tables
      ? t('tables.whatN', { dimensions: number(count('dimension')), facts: number(count('fact')) })
      : t('tables.what'),
    well: tables && t('tables.well', { rows: number(rows), tables: number(tables.length) }),
  };
}
