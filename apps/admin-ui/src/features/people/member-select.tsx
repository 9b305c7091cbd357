import { Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { groupsQuery, usersQuery } from '../../api/people.ts';

/** Chooses a user of a domain, or with `groups` one of its groups too; whoever is in `without` is not offered. */
export function MemberSelect({
  domainId,
  value,
  onChoose,
  groups: isOfBoth = false,
  without = [],
}: {
  readonly domainId: string;
  readonly value: string | null;
  readonly onChoose: (id: string | null) => void;
  readonly groups?: boolean;
  readonly without?: readonly string[];
}) {
  const { t } = useTranslation();
  const { data: users = [] } = useQuery(usersQuery(domainId));
  const { data: groups = [] } = useQuery({ ...groupsQuery(domainId), enabled: isOfBoth });
  const offered = <It extends { readonly id: string }>(list: readonly It[]) =>
    list.filter(({ id }) => !without.includes(id));
  const people = offered(users).map(({ id, name, displayName }) => ({
    value: id,
    label: displayName === name ? name : `${displayName} (${name})`,
  }));
  const data = isOfBoth
    ? [
        { group: t('people.part.users'), items: people },
        {
          group: t('people.part.groups'),
          items: offered(groups).map(({ id, name }) => ({ value: id, label: name })),
        },
      ]
    : people;
  return (
    <Select
      label={isOfBoth ? t('people.choose') : t('people.chooseUser')}
      data={data}
      value={value}
      searchable
      clearable
      nothingFoundMessage={t('people.noMatch')}
      onChange={onChoose}
    />
  );
}
