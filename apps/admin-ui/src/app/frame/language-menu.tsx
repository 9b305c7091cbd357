import { ActionIcon, Menu, Tooltip } from '@mantine/core';
import { IconCheck, IconLanguage } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { changeLanguage, type Language, languages } from '../../i18n/i18n.ts';

export function LanguageMenu() {
  const { t, i18n } = useTranslation();
  return (
    <Menu>
      <Menu.Target>
        <Tooltip label={t('bar.language')}>
          <ActionIcon aria-label={t('bar.language')} size="lg">
            <IconLanguage size={18} stroke={1.75} aria-hidden />
          </ActionIcon>
        </Tooltip>
      </Menu.Target>
      <Menu.Dropdown>
        {(Object.keys(languages) as Language[]).map((it) => (
          <Menu.Item
            key={it}
            lang={it}
            onClick={() => void changeLanguage(i18n, it)}
            rightSection={i18n.language === it ? <IconCheck size={15} aria-hidden /> : null}
          >
            {languages[it]}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
