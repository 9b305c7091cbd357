import type { Table } from '@tandem/data-model/contract';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../i18n/use-format.ts';

/** What the star is, and how much lies in it, in a sentence each. */
export function useTablesHead(tables: readonly Table[] | undefined) {
  const { t } = useTranslation();
  const { number } = useFormat();
  const words = (all: readonly Table[], kind: Table['kind']) => {
    const count = all.filter((it) => it.kind === kind).length;
    return t(`tables.${kind}s`, { count, n: number(count) });
  };
  const rows = tables?.reduce((sum, it) => sum + it.rows, 0) ?? 0;
  return {
    what: tables
      ? t('tables.whatN', { dimensions: words(tables, 'dimension'), facts: words(tables, 'fact') })
      : t('tables.what'),
    well: tables && t('tables.well', { rows: number(rows), tables: number(tables.length) }),
  };
}
