import type { ListedKind } from '@tandem/data-model/contract';
import { useTranslation } from 'react-i18next';
import css from './access.module.css';

/** The name of what is shared, and of which kind it is. */
export function WhatIsShared({ name, kind }: { readonly name: string; readonly kind: ListedKind }) {
  const { t } = useTranslation();
  return (
    <span className={css.shared}>
      {name}
      <small>{t(`access.kind.${kind}`)}</small>
    </span>
  );
}
