import { ActionIcon, Kbd, UnstyledButton } from '@mantine/core';
import { useOs } from '@mantine/hooks';
import { IconMenu2, IconSearch } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { LanguageMenu } from './language-menu.tsx';
import { MeMenu } from './me-menu.tsx';
import { RunningThings } from './running-things.tsx';
import { ThemeMenu } from './theme-menu.tsx';
import css from './top-bar.module.css';
import { WhereAmI } from './where-am-i.tsx';

export function TopBar({
  projectId,
  onMenu,
  onFind,
}: {
  readonly projectId: string | undefined;
  readonly onMenu: () => void;
  readonly onFind: () => void;
}) {
  const { t } = useTranslation();
  const os = useOs({ getValueInEffect: false });
  return (
    <header className={css.bar}>
      <ActionIcon className={css.menu} aria-label={t('app.narrow')} onClick={onMenu} size="lg">
        <IconMenu2 size={18} aria-hidden />
      </ActionIcon>
      <WhereAmI />
      <UnstyledButton className={css.find} onClick={onFind}>
        <IconSearch size={15} aria-hidden />
        <span className={css.findWords}>{t('bar.find')}</span>
        <Kbd className={css.findKeys} size="xs" aria-hidden>
          {os === 'macos' || os === 'ios' ? '⌘ K' : 'Ctrl K'}
        </Kbd>
      </UnstyledButton>
      {projectId && <RunningThings projectId={projectId} />}
      <div className={css.tools}>
        <LanguageMenu />
        <ThemeMenu />
        <MeMenu />
      </div>
    </header>
  );
}
