import { IconUser, IconUsers } from '@tabler/icons-react';
import type { Member } from '@tandem/data-model/contract';
import { useTranslation } from 'react-i18next';
import css from './people.module.css';

/** A user or a group, told apart by a sign and its word. */
export function MemberName({ member: { kind, name } }: { readonly member: Pick<Member, 'kind' | 'name'> }) {
  const { t } = useTranslation();
  const Icon = kind === 'group' ? IconUsers : IconUser;
  return (
    <span className={css.member}>
      <Icon size={15} role="img" aria-label={t(`people.${kind}`)} />
      {name}
    </span>
  );
}
