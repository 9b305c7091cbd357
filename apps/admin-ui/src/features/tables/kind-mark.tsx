import { IconCube, IconListNumbers } from '@tabler/icons-react';
import type { Table } from '@tandem/data-model/contract';
import { useTranslation } from 'react-i18next';
import css from './kind-mark.module.css';

/** Dimension or fact, as icon and word. */
export function KindMark({ kind }: { readonly kind: Table['kind'] }) {
  const { t } = useTranslation();
  const Icon = kind === 'dimension' ? IconCube : IconListNumbers;
  return (
    <span className={css.kind}>
      <Icon size={15} aria-hidden />
      {t(`tables.${kind}`)}
    </span>
  );
}
