import { Menu, UnstyledButton } from '@mantine/core';
import { IconCheck, IconSelector } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { projectsQuery } from '../../api/projects.ts';
import { meQuery } from '../../api/session.ts';
import { firstPlace } from '../first-place.ts';
import css from './project-switcher.module.css';

/** The project one is in, and the way to another. */
export function ProjectSwitcher({ projectId }: { readonly projectId: string }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { data: me } = useQuery(meQuery());
  const { data: projects = [] } = useQuery(projectsQuery());
  const here = projects.find(({ id }) => id === projectId);
  return (
    <Menu position="bottom-start" width="target">
      <Menu.Target>
        <UnstyledButton className={css.switcher} aria-label={`${t('place.projects')}: ${here?.name ?? ''}`}>
          <span className={css.name}>{here?.name ?? '\u00a0'}</span>
          <IconSelector size={15} aria-hidden />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t('place.projects')}</Menu.Label>
        {projects.map((it) => (
          <Menu.Item
            key={it.id}
            rightSection={it.id === projectId ? <IconCheck size={15} aria-hidden /> : null}
            onClick={() => void navigate({ to: firstPlace(me, it), params: { projectId: it.id } })}
          >
            {it.name}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
