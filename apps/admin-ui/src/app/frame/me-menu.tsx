import { ActionIcon, Menu, Tooltip } from '@mantine/core';
import { IconApi, IconLogout, IconUser, IconUserCircle } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { meQuery } from '../../api/session.ts';
import { useSignOut } from '../../api/use-sign-out.ts';
import { useFormat } from '../../i18n/use-format.ts';
import { useNow } from '../../ui/use-now.ts';

/** Who is signed in, until when, their account, the API reference, and the way out. */
export function MeMenu() {
  const { t } = useTranslation();
  const { relative } = useFormat();
  const now = useNow();
  const { data: me } = useQuery(meQuery());
  const leave = useSignOut();
  const label = t('bar.me', { name: me?.name ?? '' });
  return (
    <Menu>
      <Menu.Target>
        <Tooltip label={label}>
          <ActionIcon aria-label={label} size="lg">
            <IconUserCircle size={18} stroke={1.75} aria-hidden />
          </ActionIcon>
        </Tooltip>
      </Menu.Target>
      <Menu.Dropdown>
        {me && <Menu.Label>{label}</Menu.Label>}
        {me && <Menu.Label>{t('bar.session', { when: relative(Date.parse(me.expiresAt), now) })}</Menu.Label>}
        <Menu.Item component={Link} to="/account" leftSection={<IconUser size={15} aria-hidden />}>
          {t('place.account')}
        </Menu.Item>
        <Menu.Item component="a" href="/api/docs" target="_blank" leftSection={<IconApi size={15} aria-hidden />}>
          {t('bar.apiDocs')}
        </Menu.Item>
        <Menu.Item leftSection={<IconLogout size={15} aria-hidden />} onClick={() => leave.mutate()}>
          {t('bar.signOut')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
